import numpy as np
import pytest

from consistency.embedding import Vectors
from consistency.judging.alignment import SIGNALS, MessageSpace, background, campaign_texts
from consistency.records.brief import Brief

RNG = np.random.default_rng(5)


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


BACKGROUND = unit(RNG.normal(size=(200, 96)) + 1)
TOPIC = RNG.normal(size=96)
OWN = RNG.normal(size=(3, 96))
BRIEF = unit(1 + TOPIC + OWN)


def by_deviations(_: Vectors, __: Vectors, deviations: Vectors) -> Vectors:
    return deviations


def space() -> MessageSpace:
    return MessageSpace(list(BRIEF[:, None]), BRIEF[:0], BACKGROUND, by_deviations)


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
    alignment = MessageSpace([BRIEF[:1]], BRIEF[1:texts], BACKGROUND, by_deviations).align(BRIEF[:1], BACKGROUND[:0])
    assert np.isfinite(alignment.signals).all()
    assert alignment.signals[0, 1] > 1


def test_another_wording_counts_for_its_message_alone() -> None:
    other = unit(RNG.normal(size=(1, 96)) + 1)
    wordings = [np.concatenate([BRIEF[:1], other]), *BRIEF[1:, None]]
    with_wording = MessageSpace(wordings, BRIEF[:0], BACKGROUND, by_deviations)
    plain, helped = (one.align(other, BACKGROUND[:0]).signals for one in (space(), with_wording))
    assert helped[0, 1] > max(2, plain[0, 1])
    np.testing.assert_allclose(helped[1:], plain[1:], atol=1e-6)


def test_the_texts_of_a_campaign(brief: Brief) -> None:
    assert campaign_texts(brief) == [brief.about, brief.product]


def test_the_background_is_many_different_segments() -> None:
    assert len(set(background())) == len(background()) == 256


def test_nearness_is_that_of_the_nearest_unit_to_any_wording() -> None:
    other = unit(RNG.normal(size=(1, 96)) + 1)
    wordings = [np.concatenate([BRIEF[:1], other]), *BRIEF[1:, None]]
    odds = RNG.normal(size=(3, 4)).astype(np.float32)
    near = MessageSpace(wordings, BRIEF[:0], BACKGROUND, lambda *_: odds).align(BACKGROUND[:2], BACKGROUND[:1])
    np.testing.assert_allclose(near.nearness, [odds[:, :2].max(), odds[:, 2].max(), odds[:, 3].max()])
