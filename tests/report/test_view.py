import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.records.brief import Brief
from consistency.records.findings import Evidence, Label, MessageFinding, Verdict
from consistency.report.view import highlight, view, whole_percent
from tests.support import check, make_posts

CAPTION = "abcdefghij"


@st.composite
def spans(draw: st.DrawFn) -> list[MessageFinding]:
    found = []
    for number in range(draw(st.integers(0, 4))):
        start, end = sorted(draw(st.lists(st.integers(0, len(CAPTION)), min_size=2, max_size=2, unique=True)))
        label = draw(st.sampled_from([Label.CONVEYS, Label.PARTIAL, Label.CONTRADICTS]))
        evidence = Evidence(text=CAPTION[start:end], start=start, end=end)
        found.append(MessageFinding(message_id=f"m{number}", label=label, probability=0.5, evidence=evidence))
    return found


@given(spans())
def test_highlighted_runs_are_the_caption(found: list[MessageFinding]) -> None:
    runs = highlight(CAPTION, found)
    assert "".join(run.text for run in runs) == CAPTION
    position = 0
    for run in runs:
        own = [f for f in found if f.evidence and f.evidence.start <= position < f.evidence.end]
        assert set(run.messages) == {f.message_id for f in own}
        assert (run.label is None) == (not own)
        if any(f.label is Label.CONTRADICTS for f in own):
            assert run.label is Label.CONTRADICTS
        position += len(run.text)


@pytest.mark.parametrize(("share", "percent"), [(0, 0), (0.001, 1), (0.5, 50), (0.999, 99), (1, 100)])
def test_percent_never_rounds_to_none_or_all(share: float, percent: int) -> None:
    assert whole_percent(share) == percent


def test_worst_first_and_the_sentence_counts_all(brief: Brief) -> None:
    captions = make_posts("The tea has no sugar and no sweetener.", "rain all day, staying in", "no sugar in the tea")
    shown = view(check(brief, captions))
    order = [list(Verdict).index(post.finding.verdict) for post in shown.attention]
    assert order == sorted(order)
    assert len(shown.attention) + len(shown.ready) == sum(shown.counts.values()) == 3
    assert shown.headline.startswith(f"{len(shown.ready)} of 3 captions")
