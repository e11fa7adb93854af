from hypothesis import given
from hypothesis import strategies as st

from consistency.records.brief import Brief
from consistency.records.captions import Captions, Place, Post, Skipped
from consistency.report import redact, render_csv, render_html, render_json
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
