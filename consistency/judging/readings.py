"""What is read at once, what a reader says of it, and a store in front of any reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from consistency.embedding import VectorStore
from consistency.embedding.embedders import Advance
from consistency.records.captions import Segment, SegmentedCaption
from consistency.records.findings import Label

LABELS = tuple(Label)
"""Order of the columns of chances."""
CONVEYS, PARTIAL, CONTRADICTS, ABSENT = map(
    LABELS.index, (Label.CONVEYS, Label.PARTIAL, Label.CONTRADICTS, Label.ABSENT)
)
WINDOW = 360
"""Characters of a caption that are read at once, in whole sentences as far as they fit."""
OVERLAP = 120
"""Characters of a window that the next one begins with."""
_RESTS_ON = 0.5
"""A clause is evidence from this chance on."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What is read at once."""

    pieces: tuple[Segment, ...]
    """Clauses of a caption, in order."""
    claim: str

    @property
    def key(self) -> str:
        """Identifies what is read, wherever it stands."""
        return "\x00".join((*(piece.text for piece in self.pieces), "\x01", self.claim))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader says of a pair."""

    chances: NDArray[np.floating[Any]]
    """Of each of :data:`LABELS`, shape ``(4,)``."""
    evidence: NDArray[np.floating[Any]]
    """For each piece the chance, 0..1, that the answer rests on it; empty where the reader doesn't say."""


@dataclass(frozen=True, slots=True)
class ClaimReading:
    """What is read of one claim in a whole caption."""

    chances: NDArray[np.floating[Any]]
    """Of each of :data:`LABELS`, shape ``(4,)``."""
    evidence: tuple[Segment, ...] = ()
    """The clauses that it rests on, in order; empty where the reader doesn't say."""


UNREAD = ClaimReading(np.array([0.01, 0.01, 0.01, 0.97]))
"""What stands for a pair that the reader wasn't asked about, because nothing in the caption comes near the claim."""


def claim_reading(texts: Sequence[str], caption: SegmentedCaption, read: Mapping[str, Reading]) -> ClaimReading:
    """What is read of a claim in the window, and by the wording among ``texts``, that say most of it."""
    found = []
    for text in texts:
        for pieces in windows(caption):
            reading = read.get(Pair(pieces, text).key)
            if reading is not None:
                rests_on = zip(pieces, reading.evidence, strict=True) if len(reading.evidence) else ()
                evidence = tuple(piece for piece, chance in rests_on if chance >= _RESTS_ON)
                found.append(ClaimReading(reading.chances, evidence))
    return min(found, key=lambda one: float(one.chances[ABSENT]), default=UNREAD)


class PairReader(Protocol):
    """Reads parts of captions beside claims."""

    @property
    def name(self) -> str:
        """The reader's name as the user knows it."""

    @property
    def space(self) -> str:
        """Identifies the readings: equal only where the same pair gets the same reading."""

    def read(self, pairs: Sequence[Pair], advance: Advance) -> list[Reading]:
        """A reading of each pair, which doesn't depend on the others."""


class StoredReader:
    """A reader that looks into a store first, and reads each pair once."""

    def __init__(self, reader: PairReader, store: VectorStore) -> None:
        self._reader = reader
        self._store = store

    @property
    def name(self) -> str:
        """The reader's name."""
        return self._reader.name

    @property
    def space(self) -> str:
        """The reader's space."""
        return self._reader.space

    def read(self, pairs: Sequence[Pair], advance: Advance) -> list[Reading]:
        """See :class:`PairReader`. The reader is touched only for pairs that the store doesn't have."""
        different = {pair.key: pair for pair in pairs}
        stored = self._store.fetch(self.space, list(different))
        known = {key: Reading(row[: len(LABELS)], row[len(LABELS) :]) for key, row in stored.items()}
        missing = {key: pair for key, pair in different.items() if key not in known}
        advance(len(pairs) - len(missing))
        if missing:
            new = dict(zip(missing, self._reader.read(list(missing.values()), advance), strict=True))
            self._store.keep(self.space, {key: np.concatenate([one.chances, one.evidence]) for key, one in new.items()})
            known |= new
        return [known[pair.key] for pair in pairs]


def windows(caption: SegmentedCaption) -> list[tuple[Segment, ...]]:
    """A caption's clauses in windows of whole sentences; a long caption has several, which overlap."""
    sentences = [
        tuple(clause for clause in caption.clauses if sentence.start <= clause.start and clause.end <= sentence.end)
        or (sentence,)
        for sentence in caption.sentences
    ]
    lengths = [sum(len(piece.text) for piece in pieces) for pieces in sentences]
    found = []
    first = 0
    while first < len(sentences):
        last = first + 1
        while last < len(sentences) and sum(lengths[first : last + 1]) <= WINDOW:
            last += 1
        found.append(tuple(piece for pieces in sentences[first:last] for piece in pieces))
        if last == len(sentences):
            break
        step = last
        while step > first + 1 and sum(lengths[step - 1 : last]) <= OVERLAP:
            step -= 1
        first = step
    return found
