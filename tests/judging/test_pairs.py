import numpy as np
import pytest

from consistency.judging import judge_pairs
from tests.support import FakeEmbedder, FakeReader

CLAIM = "The tea has no sugar and no sweetener."
TEXTS = ["The tea has no sugar and no sweetener, at last.", "My dog ate the sofa again.", "🍵🍵🍵"]


def test_each_pair_has_three_chances_that_sum_to_one() -> None:
    chances = judge_pairs(TEXTS, [CLAIM, CLAIM, CLAIM], FakeEmbedder(), FakeReader())
    assert chances.shape == (3, 3)
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=1e-3)
    assert chances[0, 0] > 0.5 > chances[1, 0]
    assert chances[2].tolist() == [0, 0, 1]


def test_a_pair_does_not_depend_on_the_others() -> None:
    together = judge_pairs(TEXTS, ["Steel is heavy.", CLAIM, CLAIM], FakeEmbedder(), FakeReader())
    alone = judge_pairs(TEXTS[1:2], [CLAIM], FakeEmbedder(), FakeReader())
    assert together[1].tolist() == alone[0].tolist()


def test_no_pairs_and_uneven_pairs() -> None:
    assert judge_pairs([], [], FakeEmbedder(), FakeReader()).shape == (0, 3)
    assert judge_pairs(["🍵"], [CLAIM], FakeEmbedder(), FakeReader()).tolist() == [[0, 0, 1]]
    with pytest.raises(ValueError, match="1 texts and 2 claims"):
        judge_pairs(["a"], ["b", "c"], FakeEmbedder(), FakeReader())
