import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from consistency.embedding import VectorStore
from consistency.judging.readings import (
    ABSENT,
    CONVEYS,
    UNREAD,
    WINDOW,
    Pair,
    Reading,
    StoredReader,
    claim_reading,
    windows,
)
from consistency.language import segment
from consistency.records.captions import Segment
from tests.support import SOCIAL_TEXT, FakeReader


def pieces(*texts: str) -> tuple[Segment, ...]:
    return tuple(Segment(text=text, start=0, end=1) for text in texts)


@given(SOCIAL_TEXT)
def test_windows_hold_every_sentence_in_order(caption: str) -> None:
    cut = segment(caption)
    parts = windows(cut)
    read = {piece for pieces in parts for piece in pieces}
    assert bool(parts) == bool(cut.sentences)
    assert all(
        any(sentence.start <= piece.start and piece.end <= sentence.end for piece in read) for sentence in cut.sentences
    )


def test_a_long_caption_has_several_windows_that_overlap() -> None:
    caption = " ".join(f"This is sentence number {number} of a very long story about tea." for number in range(30))
    parts = windows(segment(caption))
    assert len(parts) > 2
    assert all(sum(len(piece.text) for piece in pieces) <= WINDOW for pieces in parts)
    assert all(set(one) & set(other) for one, other in itertools.pairwise(parts))
    assert {piece for pieces in parts for piece in pieces} == set(segment(caption).sentences)


def test_pairs_that_differ_have_keys_that_differ() -> None:
    keys = [Pair(pieces("a", "b"), "c").key, Pair(pieces("a"), "b c").key, Pair(pieces("a b"), "c").key]
    assert len(set(keys)) == 3


@pytest.mark.parametrize("said", ["Keeps ice for a day.", "cold till morning"])
def test_any_wording_speaks_for_its_claim(said: str) -> None:
    caption = segment(f"Hello. I say {said}")
    texts = ("Keeps ice for a day.", "cold till morning")
    pairs = [Pair(window, text) for window in windows(caption) for text in texts]
    read = dict(zip([pair.key for pair in pairs], FakeReader().read(pairs, lambda _: None), strict=True))
    reading = claim_reading(texts, caption, read)
    assert reading.chances.argmax() == CONVEYS
    assert [piece.text for piece in reading.evidence] == [caption.sentences[-1].text]


def test_what_was_not_read_is_absent() -> None:
    assert claim_reading(("Keeps ice.",), segment("Hello."), {}) is UNREAD
    assert UNREAD.chances.argmax() == ABSENT


class Counting(FakeReader):
    def __init__(self) -> None:
        self.asked: list[Pair] = []

    def read(self, pairs: Sequence[Pair], advance: Callable[[int], None]) -> list[Reading]:
        self.asked += pairs
        return super().read(pairs, advance)


def test_each_pair_is_read_once(tmp_path: Path) -> None:
    inner = Counting()
    reader = StoredReader(inner, VectorStore(tmp_path))
    pairs = [Pair(pieces("keeps ice", "for a day"), "Keeps ice for a day."), Pair(pieces("hello"), "Keeps ice.")]
    done: list[int] = []
    first = reader.read([*pairs, pairs[0]], done.append)
    again = StoredReader(inner, VectorStore(tmp_path)).read(pairs, done.append)
    assert len(inner.asked) == 2
    assert sum(done) == 5
    for one, other in zip(first, again, strict=False):
        np.testing.assert_array_equal(one.chances, other.chances)
        np.testing.assert_array_equal(one.evidence, other.evidence)
    assert [len(one.evidence) for one in again] == [2, 1]
