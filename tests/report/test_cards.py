import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.campaign.findings import list_findings
from consistency.records.brief import Brief
from consistency.records.captions import Place, Post
from consistency.records.findings import (
    Evidence,
    ForbiddenClaim,
    Label,
    MessageFinding,
    PostFinding,
    RuleFinding,
    Severity,
    Verdict,
)
from consistency.report.cards import Mark, anchor, caption_runs, post_view, whole_percent
from tests.support import SOCIAL_TEXT, check, make_posts


@st.composite
def marked_posts(draw: st.DrawFn) -> PostFinding:
    caption = draw(st.one_of(SOCIAL_TEXT, st.just("abcdefghij"))) or "a"
    points = st.integers(0, len(caption))

    def evidence() -> Evidence:
        start, end = sorted([draw(points), draw(points)])
        return Evidence.of(caption, start, end)

    labels = [Label.CONVEYS, Label.PARTIAL, Label.CONTRADICTS]
    return PostFinding(
        post=Post(post_id="p", place=Place(source="a", line=1), caption=caption),
        verdict=Verdict.PARTLY,
        drift=0.5,
        messages=tuple(
            MessageFinding(
                message_id=f"m{number}",
                label=draw(st.sampled_from(labels)),
                probability=0.5,
                evidence=evidence(),
                more_evidence=tuple(evidence() for _ in range(draw(st.integers(0, 2)))),
            )
            for number in range(draw(st.integers(0, 3)))
        ),
        forbidden_claims=tuple(
            ForbiddenClaim(id="c", probability=0.9, evidence=evidence()) for _ in range(draw(st.integers(0, 1)))
        ),
        rules=tuple(
            RuleFinding(rule="competitor", severity=Severity.WARNING, expected="x", evidence=evidence())
            for _ in range(draw(st.integers(0, 1)))
        ),
        fold=draw(st.one_of(st.none(), st.integers(1, len(caption)).filter(lambda at: at < len(caption)))),
    )


@given(marked_posts())
def test_runs_are_the_caption_and_marked_by_the_gravest(post: PostFinding) -> None:
    runs = caption_runs(post)
    assert "".join(run.text for run in runs) == post.post.caption
    assert [run.after_fold for run in runs].count(True) == (post.fold is not None)
    position = 0
    for run in runs:
        here = {
            found.message_id: Mark(found.label.value)
            for found in post.messages
            if any(one and one.start <= position < one.end for one in (found.evidence, *found.more_evidence))
        }
        assert here.keys() <= set(run.subjects)
        if any(claim.evidence.start <= position < claim.evidence.end for claim in post.forbidden_claims):
            assert run.mark is Mark.FORBIDDEN
        elif Mark.CONTRADICTS in here.values():
            assert run.mark is Mark.CONTRADICTS
        if run.after_fold:
            assert position == post.fold
        position += len(run.text)


@pytest.mark.parametrize(("share", "percent"), [(0, 0), (0.001, 1), (0.5, 50), (0.999, 99), (1, 100)])
def test_percent_never_rounds_to_none_or_all(share: float, percent: int) -> None:
    assert whole_percent(share) == percent


@given(st.lists(st.text(max_size=6), min_size=2, max_size=2, unique=True))
def test_anchors_differ_and_need_no_escape(ids: list[str]) -> None:
    one, other = map(anchor, ids)
    assert one != other
    assert one.isascii()
    assert one.replace("-", "").replace("_", "").isalnum()


def test_a_note_asks_for_the_smallest_change(brief: Brief) -> None:
    campaign = brief.model_copy(update={"require": brief.require.model_copy(update={"hashtags": ("#MistTea",)})})
    report = check(
        campaign, make_posts("Brewed in cold water for twelve hours. #MistTeaa", "Bận quá mà vẫn vui nha cả nhà")
    )
    english, vietnamese = (post_view(campaign, post, ()).note for post in report.posts)
    assert "Please also say, in your own words: “The tea has no sugar and no sweetener.”" in english
    assert "Please write #MistTea instead of #MistTeaa" in english
    assert "twelve hours" not in english.partition("Please")[2]
    assert vietnamese.startswith("Chào mai, cảm ơn bạn")
    assert "“The tea has no sugar and no sweetener.”" in vietnamese


def test_what_is_ready_needs_no_note(brief: Brief) -> None:
    report = check(brief, make_posts("The tea has no sugar and no sweetener."))
    card = post_view(brief, report.posts[0], report.findings)
    assert (card.note, card.is_ready, card.needs_change) == ("", True, False)
    looked_at = dataclasses.replace(report.posts[0], review_reasons=("mixed_signals:sugar",))
    card = post_view(brief, looked_at, list_findings(brief, [looked_at], []))
    assert (card.is_ready, card.needs_change) == (False, False)
    assert card.review == ("it seems to be said and denied: The tea has no sugar and no sweetener.",)
