import numpy as np
import pytest

from consistency.campaign.landscape import FEWEST, landscape

RNG = np.random.default_rng(3)


def test_what_is_alike_stands_together_whatever_its_language() -> None:
    meanings = np.repeat(RNG.normal(size=(2, 48)), 20, axis=0)
    language = np.tile(RNG.normal(size=(2, 48)) * 5, (20, 1))
    vectors = (meanings + language + RNG.normal(scale=0.05, size=(40, 48))).astype(np.float32)
    places = np.array(landscape(vectors, ["vi", "en"] * 20))
    assert places.shape == (40, 2)
    assert np.abs(places).max() == 1
    one, other = places[:20, 0], places[20:, 0]
    assert max(one) < min(other) or max(other) < min(one)


def test_the_order_of_captions_changes_no_place() -> None:
    vectors = RNG.normal(size=(50, 12)).astype(np.float32)
    shuffled = RNG.permutation(50)
    places = np.array(landscape(vectors, ["en"] * 50))
    again = np.array(landscape(vectors[shuffled], ["en"] * 50))
    np.testing.assert_allclose(again, places[shuffled], atol=2e-3)


@pytest.mark.parametrize(("count", "there"), [(FEWEST - 1, 0), (FEWEST, FEWEST)])
def test_few_captions_have_no_map(count: int, there: int) -> None:
    same = np.ones((count, 4), dtype=np.float32)
    assert len(landscape(same, ["en"] * count)) == there
