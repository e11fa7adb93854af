import numpy as np
import pytest

from consistency.judging.alignment import SIGNALS, MessageSpace, background, campaign_texts
from consistency.records.brief import Brief

RNG = np.random.default_rng(5)


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


BACKGROUND = unit(RNG.normal(size=(200, 96)) + 1)
TOPIC = RNG.normal(size=96)
OWN = RNG.normal(size=(3, 96))
BRIEF = unit(1 + TOPIC + OWN)


def space() -> MessageSpace:
    return MessageSpace(list(BRIEF[:, None]), BRIEF[:0], BACKGROUND)


def test_a_segment_on_a_message_stands_out_for_that_message_alone() -> None:
    alignment = space().align(unit(np.stack([BRIEF[1] + 0.02, *BACKGROUND[:3]])), BACKGROUND[:2])
    assert alignment.signals.shape == (3, len(SIGNALS))
    assert alignment.best[1] == 0
    assert alignment.signals[1, 1] == alignment.signals[:, 1].max() > 2


def test_the_topic_alone_stands_out_for_no_message() -> None:
    on_topic = space().align(unit(1 + TOPIC + OWN.mean(axis=0))[None, :], BACKGROUND[:0]).signals[:, 1]
    on_message = space().align(BRIEF[:1], BACKGROUND[:0]).signals[0, 1]
    assert (on_topic < on_message / 2).all()


def test_clauses_count_as_units_but_not_as_sentences() -> None:
    plain = space().align(BACKGROUND[:1], BACKGROUND[:0]).signals
    with_clause = space().align(BACKGROUND[:1], BRIEF[:1])
    assert with_clause.best[0] == 1
    assert with_clause.signals[0, 0] == pytest.approx(plain[0, 0])
    assert with_clause.signals[0, 1] > plain[0, 1]
    assert with_clause.signals[0, 2] == pytest.approx(plain[0, 1])


@pytest.mark.parametrize("texts", [1, 2])
def test_a_brief_of_one_or_two_texts_keeps_its_messages(texts: int) -> None:
    alignment = MessageSpace([BRIEF[:1]], BRIEF[1:texts], BACKGROUND).align(BRIEF[:1], BACKGROUND[:0])
    assert np.isfinite(alignment.signals).all()
    assert alignment.signals[0, 1] > 1


def test_another_wording_counts_for_its_message_alone() -> None:
    other = unit(RNG.normal(size=(1, 96)) + 1)
    with_wording = MessageSpace([np.concatenate([BRIEF[:1], other]), *BRIEF[1:, None]], BRIEF[:0], BACKGROUND)
    plain, helped = (one.align(other, BACKGROUND[:0]).signals for one in (space(), with_wording))
    assert helped[0, 1] > max(2, plain[0, 1])
    np.testing.assert_allclose(helped[1:], plain[1:], atol=1e-6)


def test_the_texts_of_a_campaign(brief: Brief) -> None:
    assert campaign_texts(brief) == [brief.about, brief.product]


def test_the_background_is_many_different_segments() -> None:
    assert len(set(background())) == len(background()) == 256
