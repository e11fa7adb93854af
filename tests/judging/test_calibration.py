import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.judging.calibration import LABELS, Thresholds, decide, shipped_calibration
from consistency.records.findings import Label

THRESHOLDS = Thresholds(conveys=0.5, touched=0.4, review=0.1)


@given(st.lists(st.lists(st.floats(-8, 8), min_size=3, max_size=3), min_size=1, max_size=5))
def test_probabilities_are_probabilities(signals: list[list[float]]) -> None:
    rows = shipped_calibration().probabilities(np.array(signals))
    assert rows.shape == (len(signals), 4)
    assert (rows >= 0).all()
    np.testing.assert_allclose(rows.sum(axis=1), 1, atol=1e-3)
    assert np.array_equal(rows, rows.round(4))


def test_nearer_is_more_probable() -> None:
    rows = shipped_calibration().probabilities(np.array([[0.0, 0.0, 0.0], [2.0, 2.0, 1.0], [4.0, 5.0, 3.0]]))
    conveys, absent = rows[:, LABELS.index(Label.CONVEYS)], rows[:, LABELS.index(Label.ABSENT)]
    assert conveys[0] < conveys[1] < conveys[2]
    assert absent[0] > absent[1] > absent[2]


@pytest.mark.parametrize(
    ("probabilities", "label"),
    [
        ((0.5, 0.0, 0.0, 0.5), Label.CONVEYS),
        ((0.49, 0.0, 0.0, 0.51), Label.PARTIAL),
        ((0.1, 0.2, 0.1, 0.6), Label.PARTIAL),
        ((0.1, 0.2, 0.09, 0.61), Label.ABSENT),
    ],
)
def test_decide(probabilities: tuple[float, ...], label: Label) -> None:
    assert decide(np.array(probabilities), THRESHOLDS) is label
