import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.judging.calibration import LABELS, Thresholds, decide, shipped_calibration
from consistency.judging.features import CLAIM_FEATURES, FEATURES
from consistency.records.findings import Label

THRESHOLDS = Thresholds(conveys=0.5, contradicts=0.3, touched=0.4, sure=0.7, forbidden=0.5)
UNREAD_LOGS = {"reads_conveys": -4.6, "reads_partial": -4.6, "reads_contradicts": -4.6, "reads_absent": 0.0}
PLAIN = dict.fromkeys(FEATURES, 0.0) | UNREAD_LOGS


def row(**features: float) -> np.ndarray:
    return np.array([list({**PLAIN, **features}.values())])


@given(st.lists(st.floats(-8, 8), min_size=len(FEATURES), max_size=len(FEATURES)))
def test_probabilities_are_probabilities(features: list[float]) -> None:
    rows = shipped_calibration().probabilities(np.array([features]))
    assert rows.shape == (1, 4)
    assert (rows >= 0).all()
    np.testing.assert_allclose(rows.sum(axis=1), 1, atol=1e-3)
    assert np.array_equal(rows, rows.round(4))


def test_nearer_is_more_probable() -> None:
    far, near = (shipped_calibration().probabilities(row(sentence=z, unit=z, second=z / 2))[0] for z in (0.0, 5.0))
    assert near[LABELS.index(Label.CONVEYS)] > far[LABELS.index(Label.CONVEYS)]
    assert near[LABELS.index(Label.ABSENT)] < far[LABELS.index(Label.ABSENT)]


def test_a_changed_value_speaks_for_a_contradiction() -> None:
    near = {"sentence": 4.0, "unit": 4.0, "second": 2.0, "message_has_quantity": 1.0}
    calibration = shipped_calibration()
    kept = calibration.probabilities(row(**near, value_kept=1.0))[0]
    changed = calibration.probabilities(row(**near, value_changed=1.0, value_changed_nearby=1.0))[0]
    assert changed[LABELS.index(Label.CONTRADICTS)] > kept[LABELS.index(Label.CONTRADICTS)]
    assert changed[LABELS.index(Label.CONVEYS)] < kept[LABELS.index(Label.CONVEYS)]


@pytest.mark.parametrize(
    ("conveys", "partial", "contradicts", "absent", "label"),
    [
        (0.5, 0.0, 0.0, 0.5, Label.CONVEYS),
        (0.49, 0.0, 0.0, 0.51, Label.PARTIAL),
        (0.1, 0.2, 0.1, 0.6, Label.PARTIAL),
        (0.1, 0.2, 0.09, 0.61, Label.ABSENT),
        (0.2, 0.2, 0.3, 0.3, Label.CONTRADICTS),
        (0.6, 0.0, 0.3, 0.1, Label.CONVEYS),
    ],
)
def test_decide(conveys: float, partial: float, contradicts: float, absent: float, label: Label) -> None:
    chance = {
        Label.CONVEYS: conveys,
        Label.PARTIAL: partial,
        Label.CONTRADICTS: contradicts,
        Label.ABSENT: absent,
    }
    assert decide(np.array([chance[one] for one in LABELS]), THRESHOLDS) is label


def test_a_claim_that_nothing_comes_near_is_not_made() -> None:
    far = np.array([list((dict.fromkeys(CLAIM_FEATURES, 0.0) | UNREAD_LOGS).values())])
    [chance] = shipped_calibration().asserted(far)
    assert chance < shipped_calibration().thresholds.forbidden / 2
