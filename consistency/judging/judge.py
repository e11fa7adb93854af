"""Captions against the messages and forbidden claims of a brief: labels with probability, evidence and a reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from consistency.embedding import Embedder, Vectors
from consistency.embedding.embedders import Advance
from consistency.judging.alignment import NOTHING_ALIGNED, Alignment, MessageSpace, background, campaign_texts
from consistency.judging.calibration import DECIMALS, Calibration, Thresholds, expanded, shipped_calibration
from consistency.judging.features import (
    CLAIM_FEATURES,
    FEATURES,
    Context,
    Features,
    claim_features_of,
    context_of,
    features_of,
    unread_features,
)
from consistency.judging.nearness import nearness
from consistency.judging.readings import (
    CONTRADICTS,
    CONVEYS,
    LABELS,
    UNREAD,
    ClaimReading,
    Pair,
    PairReader,
    Reading,
    claim_reading,
    windows,
)
from consistency.language.matching import folded_words
from consistency.records.brief import Brief, Claim, Message
from consistency.records.captions import Segment, SegmentedCaption

NEAR = -2.5
"""A caption is looked at in clauses, and read, where a sentence bears on any message or claim with these log odds, and
read for a wording where a unit bears on its message or claim with them: on ten campaigns that took no part in training
97.9 % of the pairs in which something is said, and 52 % of the others. At -3 it would be 99.2 % and 66 %."""
SHARED_WORDS = 0.35
"""It is read too where it has this share of the wording's words, diacritics aside: a model hardly knows what Vietnamese
without them means. On four campaigns stripped of them, distance alone let 33 % of what was said go unread, both 5 %."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is known of one message in one caption before anything is decided."""

    message: Message
    probabilities: NDArray[np.float64]
    """Shape ``(4,)``, in the order of :data:`~consistency.judging.calibration.LABELS`."""
    context: Context
    """Where the caption comes nearest to the message."""
    evidence: tuple[Segment, ...]
    """The clauses that the reader rests on; empty where it doesn't say."""

    @property
    def conveys(self) -> float:
        """Chance that the message is conveyed."""
        return float(self.probabilities[CONVEYS])

    @property
    def contradicts(self) -> float:
        """Chance that the message is contradicted."""
        return float(self.probabilities[CONTRADICTS])


@dataclass(frozen=True, slots=True)
class ClaimJudgement:
    """What is known of one forbidden claim in one caption."""

    claim: Claim
    asserted: float
    """Chance that the caption makes the claim."""
    context: Context
    evidence: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class CaptionJudgement:
    """All that is known of one caption."""

    messages: tuple[Judgement, ...]
    claims: tuple[ClaimJudgement, ...]
    vector: NDArray[np.float32]
    """The mean of its segments' vectors, shape ``(d,)``."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Things that a caption may say, each in one wording or several, and the space in which they are found."""

    wordings: tuple[tuple[str, ...], ...]
    space: MessageSpace | None
    """``None`` where there is nothing in the group."""

    def align(self, sentences: Vectors, clauses: Vectors) -> Alignment:
        """See :meth:`MessageSpace.align`."""
        return self.space.align(sentences, clauses) if self.space else NOTHING_ALIGNED

    def near(self, there: frozenset[str], alignment: Alignment) -> list[str]:
        """The wordings that a caption with these words comes near to."""
        return [
            text
            for texts, odds in zip(self.wordings, alignment.nearness, strict=True)
            for text in texts
            if odds >= NEAR or _shares_words(text, there)
        ]


def _shares_words(text: str, there: frozenset[str]) -> bool:
    words = folded_words(text)
    return len(words & there) >= SHARED_WORDS * max(1, len(words))


@dataclass(frozen=True, slots=True)
class _Heard:
    """What one caption has of one group: a row, a context and a reading for each thing in it."""

    alignment: Alignment
    contexts: list[Context]
    readings: list[ClaimReading]

    def features(self, text: str, row: int) -> Features:
        """The features of one thing."""
        reading = self.readings[row]
        if reading is UNREAD:
            return unread_features(self.alignment, row)
        return features_of(text, self.alignment, row, self.contexts[row], reading.chances)


class Judge:
    """Judges captions against one brief."""

    def __init__(
        self, brief: Brief, embedder: Embedder, reader: PairReader, calibration: Calibration | None = None
    ) -> None:
        """Take the models; ``calibration`` is the shipped one where it isn't given."""
        self._chosen = calibration
        self._brief = brief
        self._embedder = embedder
        self._reader = reader
        ordinary = background()
        others = self._embed([*ordinary, *campaign_texts(brief)])
        self._ordinary, self._shared = others[: len(ordinary)], others[len(ordinary) :]
        self._messages = self._group([(message.text, *message.says) for message in brief.messages])
        self._claims = self._group([(claim.text,) for claim in brief.forbid.claims])
        self._denials = self._group([(text,) for message in brief.messages for text in message.contradicts])

    @cached_property
    def _calibration(self) -> Calibration:
        """Looked for when it is needed: features are made for fitting one."""
        return self._chosen or shipped_calibration()

    def _group(self, wordings: Sequence[tuple[str, ...]]) -> _Group:
        if not wordings:
            return _Group((), None)
        vectors = [self._embed(texts) for texts in wordings]
        return _Group(tuple(wordings), MessageSpace(vectors, self._shared, self._ordinary, nearness(self._embedder)))

    def _embed(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.embed(texts, lambda _: None)

    @property
    def thresholds(self) -> Thresholds:
        """Where labels begin."""
        return self._calibration.thresholds

    @property
    def shift(self) -> float:
        """By how much the log odds that a message is conveyed are moved for one brand."""
        return self._calibration.shift

    def judge(self, captions: Sequence[SegmentedCaption], advance: Advance) -> list[CaptionJudgement]:
        """A judgement of each caption, which must have a sentence.

        All segments are embedded in one go, and all pairs that need it are read in one go; ``advance`` is told how
        many segments and pairs are done.
        """
        return [self._judgement(vector, *heard) for vector, *heard in self._hear(captions, advance)]

    def features(self, captions: Sequence[SegmentedCaption]) -> list[tuple[Features, Features]]:
        """What the calibrated models see of each caption, for fitting: a row for each message, and for each claim."""
        return [
            (self._features(self._messages, messages), self._claim_features(claims, messages))
            for _, messages, claims, _ in self._hear(captions, lambda _: None)
        ]

    def _hear(
        self, captions: Sequence[SegmentedCaption], advance: Advance
    ) -> Iterator[tuple[NDArray[np.float32], _Heard, _Heard, _Heard]]:
        """The mean vector of each caption, and what it has of the messages, the claims and the denials."""
        if not captions:
            return
        groups = (self._messages, self._claims, self._denials)
        sentences = self._embed_each([caption.sentences for caption in captions], advance)
        words = [folded_words(" ".join(sentence.text for sentence in caption.sentences)) for caption in captions]
        alignments = [[group.align(own, own[:0]) for group in groups] for own in sentences]
        close = [
            any(group.near(there, alignment) for group, alignment in zip(groups, of_groups, strict=True))
            for there, of_groups in zip(words, alignments, strict=True)
        ]
        clauses = self._embed_each(
            [caption.clauses if worth else () for caption, worth in zip(captions, close, strict=True)], advance
        )
        alignments = [[group.align(*parts) for group in groups] for parts in zip(sentences, clauses, strict=True)]
        pairs: dict[str, Pair] = {}
        for caption, there, of_groups in compress(zip(captions, words, alignments, strict=True), close):
            for group, alignment in zip(groups, of_groups, strict=True):
                for text in group.near(there, alignment):
                    pairs |= {pair.key: pair for pieces in windows(caption) if (pair := Pair(pieces, text))}
        read = dict(zip(pairs, self._reader.read(list(pairs.values()), advance), strict=True))
        for caption, own, of_groups in zip(captions, sentences, alignments, strict=True):
            messages, claims, denials = (
                _heard(group, alignment, caption, read) for group, alignment in zip(groups, of_groups, strict=True)
            )
            yield np.asarray(own.mean(axis=0)), messages, claims, denials

    def _embed_each(self, segments: Sequence[Sequence[Segment]], advance: Advance) -> list[Vectors]:
        """Vectors of several lists of segments, embedded in one go."""
        texts = [one.text for some in segments for one in some]
        vectors = self._embedder.embed(texts, advance).reshape(len(texts), self._ordinary.shape[1])
        return list(np.split(vectors, np.cumsum(list(map(len, segments)))[:-1]))

    def _features(self, group: _Group, heard: _Heard) -> Features:
        rows = [heard.features(texts[0], row) for row, texts in enumerate(group.wordings)]
        return np.array(rows).reshape(-1, len(FEATURES))

    def _claim_features(self, claims: _Heard, messages: _Heard) -> Features:
        said = [one.chances for one in messages.readings]
        rows = [
            claim_features_of(
                own,
                messages.alignment,
                float(claims.alignment.signals[row, 1]),
                claims.readings[row].chances,
                said,
            )
            for row, own in enumerate(self._features(self._claims, claims))
        ]
        return np.array(rows).reshape(-1, len(CLAIM_FEATURES))

    def _judgement(
        self, vector: NDArray[np.float32], messages: _Heard, claims: _Heard, denials: _Heard
    ) -> CaptionJudgement:
        probabilities = self._calibration.probabilities(self._features(self._messages, messages))
        denied = self._calibration.messages.chances(expanded(self._features(self._denials, denials)))
        refusals = zip(denied[:, CONVEYS].tolist(), denials.readings, strict=True)
        judgements = []
        for row, message in enumerate(self._brief.messages):
            own = Judgement(message, probabilities[row], messages.contexts[row], messages.readings[row].evidence)
            for _ in message.contradicts:
                own = _refused(own, *next(refusals))
            judgements.append(own)
        chances = self._calibration.asserted(self._claim_features(claims, messages))
        of_claims = zip(self._brief.forbid.claims, chances.tolist(), claims.contexts, claims.readings, strict=True)
        return CaptionJudgement(
            messages=tuple(judgements),
            claims=tuple(
                ClaimJudgement(claim, chance, context, reading.evidence)
                for claim, chance, context, reading in of_claims
            ),
            vector=vector,
        )


def _heard(group: _Group, alignment: Alignment, caption: SegmentedCaption, read: Mapping[str, Reading]) -> _Heard:
    readings = [claim_reading(texts, caption, read) for texts in group.wordings]
    contexts = [
        context_of(caption, int(nearest), reading.evidence)
        for nearest, reading in zip(alignment.best, readings, strict=True)
    ]
    return _Heard(alignment, contexts, readings)


def _refused(judgement: Judgement, denied: float, refusal: ClaimReading) -> Judgement:
    """A judgement with the chance that a wording is said that denies the message, and what is read of it.

    Nobody says both a message and its denial: the surer the one, the less the other counts.
    """
    said = denied * (1 - judgement.conveys)
    contradicts = np.eye(len(LABELS))[CONTRADICTS]
    probabilities = np.round((1 - said) * judgement.probabilities + said * contradicts, DECIMALS)
    evidence = refusal.evidence if said > judgement.contradicts else judgement.evidence
    return replace(judgement, probabilities=probabilities, evidence=evidence)
