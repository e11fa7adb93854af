"""Captions against the messages and forbidden claims of a brief: labels with probability, evidence and a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from consistency.embedding import Embedder
from consistency.embedding.embedders import Advance
from consistency.judging import cues
from consistency.judging.alignment import Alignment, MessageSpace, background, brief_texts
from consistency.judging.calibration import LABELS, Thresholds, decide, shipped_calibration
from consistency.judging.features import (
    CLAIM_FEATURES,
    UNREAD,
    Context,
    changed_value,
    claim_features_of,
    context_of,
    features_of,
)
from consistency.judging.reader import Pair, windows
from consistency.records.brief import Brief, Claim, Message
from consistency.records.captions import SegmentedCaption
from consistency.records.findings import Evidence, Label, MessageFinding

NEAR_ENOUGH = 1.0
"""A pair is read where a unit stands out by this many standard deviations for its message or claim."""
_CONVEYS = LABELS.index(Label.CONVEYS)
_CONTRADICTS = LABELS.index(Label.CONTRADICTS)
_ABSENT = LABELS.index(Label.ABSENT)


class PairReader(Protocol):
    """Reads parts of captions beside claims."""

    def read(self, pairs: Sequence[Pair], advance: Advance) -> NDArray[np.float32]:
        """Chances of the labels, shape ``(len(pairs), 4)``; rows don't depend on each other."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is known of one message in one caption before anything is decided."""

    message: Message
    probabilities: NDArray[np.float64]
    """Shape ``(4,)``, in the order of :data:`~consistency.judging.calibration.LABELS`."""
    context: Context
    """Where the caption comes nearest to the message."""

    @property
    def conveys(self) -> float:
        """Chance that the message is conveyed."""
        return float(self.probabilities[_CONVEYS])

    @property
    def contradicts(self) -> float:
        """Chance that the message is contradicted."""
        return float(self.probabilities[_CONTRADICTS])


@dataclass(frozen=True, slots=True)
class ClaimJudgement:
    """What is known of one forbidden claim in one caption."""

    claim: Claim
    asserted: float
    """Chance that the caption makes the claim."""
    context: Context


@dataclass(frozen=True, slots=True)
class CaptionJudgement:
    """All that is known of one caption."""

    messages: tuple[Judgement, ...]
    claims: tuple[ClaimJudgement, ...]


@dataclass(frozen=True, slots=True)
class _Aligned:
    """A caption with its alignments: to the messages, and to the claims where there are any."""

    caption: SegmentedCaption
    messages: Alignment
    claims: Alignment | None


class Judge:
    """Judges captions against one brief."""

    def __init__(self, brief: Brief, embedder: Embedder, reader: PairReader) -> None:
        self._brief = brief
        self._embedder = embedder
        self._reader = reader
        texts = brief_texts(brief)
        claims = [claim.text for claim in brief.forbid.claims]
        vectors = embedder.embed([*texts, *claims, *background()], lambda _: None)
        of_brief, of_claims, ordinary = np.split(vectors, [len(texts), len(texts) + len(claims)])
        shared = of_brief[len(brief.messages) :]  # what the campaign is on
        self._messages = MessageSpace(of_brief, len(brief.messages), ordinary)
        self._claims = MessageSpace(np.concatenate([of_claims, shared]), len(claims), ordinary) if claims else None

    @property
    def thresholds(self) -> Thresholds:
        """Where labels begin."""
        return shipped_calibration().thresholds

    def judge(self, captions: Sequence[SegmentedCaption], advance: Advance) -> list[CaptionJudgement]:
        """A judgement of each caption, which must have a sentence.

        All segments are embedded in one go, and all pairs that need it are read in one go; ``advance`` is told how
        many segments and pairs are done.
        """
        aligned = self._align(captions, advance)
        read = self._read(aligned, advance)
        return [self._judgement(one, read) for one in aligned]

    def features(self, captions: Sequence[SegmentedCaption]) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
        """What the calibrated models see of each caption, for fitting: a row for each message, and for each claim."""
        aligned = self._align(captions, lambda _: None)
        read = self._read(aligned, lambda _: None)
        return [(self._features(one, read), self._claim_features(one, read)) for one in aligned]

    def _align(self, captions: Sequence[SegmentedCaption], advance: Advance) -> list[_Aligned]:
        units = [caption.sentences + caption.clauses for caption in captions]
        vectors = self._embedder.embed([unit.text for caption in units for unit in caption], advance)
        aligned = []
        first = 0
        for caption, own_units in zip(captions, units, strict=True):
            own = vectors[first : first + len(own_units)]
            first += len(own_units)
            parts = own[: len(caption.sentences)], own[len(caption.sentences) :]
            claims = self._claims.align(*parts) if self._claims else None
            aligned.append(_Aligned(caption, self._messages.align(*parts), claims))
        return aligned

    def _read(self, aligned: Sequence[_Aligned], advance: Advance) -> dict[str, NDArray[np.float32]]:
        """What the reader says, by the key of the pair, of each pair that needs it."""
        pairs = {}
        for one in aligned:
            texts = [message.text for message in self._brief.messages]
            near = list(one.messages.signals[:, 1] >= NEAR_ENOUGH)
            if one.claims is not None:
                texts += [claim.text for claim in self._brief.forbid.claims]
                near += list(one.claims.signals[:, 1] >= NEAR_ENOUGH)
            for pieces in windows(one.caption):
                for text, is_near in zip(texts, near, strict=True):
                    if is_near:
                        pair = Pair(pieces, text)
                        pairs[pair.key] = pair
        return dict(zip(pairs, self._reader.read(list(pairs.values()), advance), strict=True))

    def _features(self, aligned: _Aligned, read: dict[str, NDArray[np.float32]]) -> NDArray[np.float64]:
        contexts = _contexts(aligned.caption, aligned.messages)
        return np.stack(
            [
                features_of(message.text, aligned.messages, row, context, _best(read, aligned.caption, message.text))
                for row, (message, context) in enumerate(zip(self._brief.messages, contexts, strict=True))
            ]
        )

    def _claim_features(self, aligned: _Aligned, read: dict[str, NDArray[np.float32]]) -> NDArray[np.float64]:
        if aligned.claims is None:
            return np.zeros((0, len(CLAIM_FEATURES)))
        of_messages = [_best(read, aligned.caption, message.text) for message in self._brief.messages]
        rows = []
        contexts = _contexts(aligned.caption, aligned.claims)
        for row, (claim, context) in enumerate(zip(self._brief.forbid.claims, contexts, strict=True)):
            own = _best(read, aligned.caption, claim.text)
            features = features_of(claim.text, aligned.claims, row, context, own)
            unit = float(aligned.claims.signals[row, 1])
            rows.append(claim_features_of(features, aligned.messages, unit, own, of_messages))
        return np.stack(rows)

    def _judgement(self, aligned: _Aligned, read: dict[str, NDArray[np.float32]]) -> CaptionJudgement:
        calibration = shipped_calibration()
        contexts = _contexts(aligned.caption, aligned.messages)
        probabilities = calibration.probabilities(self._features(aligned, read))
        claims: tuple[ClaimJudgement, ...] = ()
        if aligned.claims is not None:
            chances = calibration.asserted(self._claim_features(aligned, read))
            claims = tuple(
                ClaimJudgement(claim, float(chance), context)
                for claim, chance, context in zip(
                    self._brief.forbid.claims, chances, _contexts(aligned.caption, aligned.claims), strict=True
                )
            )
        return CaptionJudgement(
            messages=tuple(
                Judgement(message, row, context)
                for message, row, context in zip(self._brief.messages, probabilities, contexts, strict=True)
            ),
            claims=claims,
        )


def _contexts(caption: SegmentedCaption, alignment: Alignment) -> list[Context]:
    return [context_of(caption, int(best)) for best in alignment.best]


def _best(read: dict[str, NDArray[np.float32]], caption: SegmentedCaption, text: str) -> NDArray[np.float64]:
    """What the reader says of a text in the window that has most to say of it."""
    rows = [read[key] for pieces in windows(caption) if (key := Pair(pieces, text).key) in read]
    if not rows:
        return UNREAD
    return min(rows, key=lambda row: float(row[_ABSENT])).astype(np.float64)


def finding(judgement: Judgement, caption: str, thresholds: Thresholds) -> MessageFinding:
    """The decision on a judgement: the one place where thresholds are applied to a message."""
    label = decide(judgement.probabilities, thresholds)
    unit = judgement.context.sentence if label is Label.CONTRADICTS else judgement.context.unit
    return MessageFinding(
        message_id=judgement.message.id,
        label=label,
        probability=judgement.conveys,
        evidence=None if label is Label.ABSENT else Evidence.of(caption, unit.start, unit.end),
        reason=_reason(judgement, label),
    )


def _reason(judgement: Judgement, label: Label) -> str:
    """Why a message isn't conveyed as the brief has it, in words; empty where there is nothing to say."""
    context = judgement.context
    if label in (Label.CONTRADICTS, Label.PARTIAL):
        changed = changed_value(judgement.message, context)
        if changed:
            return f"says “{changed[1].text}”, the brief says “{changed[0].text}”"
    if label is Label.CONTRADICTS:
        if cues.negated(judgement.message.text) != cues.negated(context.unit.text):
            return "one of the two denies what the other says"
        return "reads as the opposite of the message"
    if label is Label.PARTIAL:
        hedge = cues.hedge(context.sentence.text)
        if hedge:
            return f"takes it back with “{hedge}”"
        if cues.asked(context.sentence.text):
            return "only asks"
        return "touches it without its key specifics"
    return ""
