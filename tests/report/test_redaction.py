from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from consistency.records.brief import Brief
from consistency.records.captions import Captions, Place, Post, Skipped
from consistency.records.findings import CampaignReport
from consistency.report import redact, render_csv, render_html, render_json, render_text
from consistency.report.aftermath import after_the_campaign
from tests.support import check

BRIEF = Brief.model_validate(
    {"campaign": "tea", "messages": [{"id": "sugar", "text": "The tea has no sugar and no sweetener."}]}
)


def captions(*names: str) -> Captions:
    posts = tuple(
        Post(
            post_id=f"{name}-{number}",
            place=Place(source=f"drafts/{name}.txt", line=1),
            caption=f"{name} here! The tea has no sugar and no sweetener. @{name} {name}x",
            creator=name,
        )
        for number, name in enumerate(names)
    )
    return Captions(posts=posts, skipped=(Skipped(place=posts[0].place, post_id="", reason="empty"),))


def test_no_report_names_a_creator() -> None:
    report = redact(check(BRIEF, captions("zoe.lam", "mai")))
    for rendered in (render_html(report), render_json(report), render_csv(report)):
        for name in ("zoe.lam ", "zoe.lam-", "drafts/", "mai ", "mai-"):
            assert name not in rendered
    assert [post.post.creator for post in report.posts] == ["creator 2", "creator 1"]
    assert {row.creator for row in report.creators} == {"creator 1", "creator 2"}


@given(st.lists(st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=6), min_size=1, max_size=3))
def test_spans_and_verdicts_stay(names: list[str]) -> None:
    report = check(BRIEF, captions(*names))
    hidden = redact(report)
    for before, after in zip(report.posts, hidden.posts, strict=True):
        assert len(before.post.caption) == len(after.post.caption)
        assert (before.verdict, before.drift) == (after.verdict, after.drift)
        for one, other in zip(before.messages, after.messages, strict=True):
            assert (one.evidence is None) == (other.evidence is None)
            if one.evidence and other.evidence:
                assert (one.evidence.start, one.evidence.end) == (other.evidence.start, other.evidence.end)
                assert other.evidence.text == after.post.caption[other.evidence.start : other.evidence.end]


def test_what_was_seen_over_all_posts_stays_without_names(all_columns: CampaignReport) -> None:
    report = redact(all_columns)
    for rendered in (render_html(report), render_json(report), render_text(report)):
        assert "mai." not in rendered
    before, after = after_the_campaign(all_columns), after_the_campaign(report)
    assert [part.id for part in after] == [part.id for part in before]
    assert [len(part.observations) for part in after] == [len(part.observations) for part in before]
    seen = report.retrospective
    assert {one.creator for one in seen.voices} == {f"creator {number}" for number in range(1, 13)}
    assert seen.themes
    assert not {"b", "onclick", "b onclick"} & set(seen.themes.themes[0].words["en"])  # the names have them too
    faults = zip(seen.faults, all_columns.retrospective.faults, strict=True)
    assert all(len(fault.said) == len(one.said) for fault, one in faults)
    assert seen.audience
    [post] = {one.post_id for one in seen.audience.signals}
    assert post == "post 8"


def test_what_may_hold_half_a_name_is_left_out(all_columns: CampaignReport) -> None:
    seen = all_columns.retrospective
    changed = replace(
        seen,
        faults=(replace(seen.faults[0], said="words that stand in no caption of mai"),),
        copies=tuple(replace(one, excerpt="cut in the middle of mai") for one in seen.copies),
    )
    hidden = redact(replace(all_columns, retrospective=changed)).retrospective
    assert hidden.faults[0].said == ""
    assert "mai" not in hidden.copies[0].excerpt
