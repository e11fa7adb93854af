"""Captions against the messages of a brief: labels with probability and evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consistency.embedding import Embedder
from consistency.embedding.embedders import Advance
from consistency.judging.alignment import MessageSpace, background, brief_texts
from consistency.judging.calibration import LABELS, Calibration, Thresholds, decide, shipped_calibration
from consistency.records.brief import Brief
from consistency.records.captions import SegmentedCaption
from consistency.records.findings import Evidence, Label, MessageFinding

_CONVEYS = LABELS.index(Label.CONVEYS)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is known of one message in one caption before anything is decided."""

    message_id: str
    probabilities: NDArray[np.float64]
    """Shape ``(4,)``, in the order of :data:`~consistency.judging.calibration.LABELS`."""
    start: int
    end: int
    """Span of the segment that comes nearest to the message."""

    @property
    def probability(self) -> float:
        """Chance that the message is conveyed."""
        return float(self.probabilities[_CONVEYS])


class Judge:
    """Judges captions against one brief."""

    def __init__(self, brief: Brief, embedder: Embedder, calibration: Calibration | None = None) -> None:
        self._brief = brief
        self._embedder = embedder
        self._calibration = calibration or shipped_calibration()
        texts = brief_texts(brief)
        vectors = embedder.embed([*texts, *background()], lambda _: None)
        self._space = MessageSpace(vectors[: len(texts)], len(brief.messages), vectors[len(texts) :])

    @property
    def thresholds(self) -> Thresholds:
        """Where labels begin."""
        return self._calibration.thresholds

    def judge(self, captions: Sequence[SegmentedCaption], advance: Advance) -> list[list[Judgement]]:
        """For each caption, which must have a sentence, a judgement for each message of the brief.

        All segments are embedded in one go; ``advance`` is told how many of them are done.
        """
        units = [caption.sentences + caption.clauses for caption in captions]
        vectors = self._embedder.embed([unit.text for caption in units for unit in caption], advance)
        judgements = []
        first = 0
        for caption, own_units in zip(captions, units, strict=True):
            own = vectors[first : first + len(own_units)]
            first += len(own_units)
            sentences = len(caption.sentences)
            alignment = self._space.align(own[:sentences], own[sentences:])
            judgements.append(
                [
                    Judgement(
                        message_id=message.id, probabilities=row, start=own_units[best].start, end=own_units[best].end
                    )
                    for message, row, best in zip(
                        self._brief.messages,
                        self._calibration.probabilities(alignment.signals),
                        alignment.best,
                        strict=True,
                    )
                ]
            )
        return judgements


def finding(judgement: Judgement, caption: str, thresholds: Thresholds) -> MessageFinding:
    """The decision on a judgement: the one place where thresholds are applied to a message."""
    label = decide(judgement.probabilities, thresholds)
    evidence = Evidence(text=caption[judgement.start : judgement.end], start=judgement.start, end=judgement.end)
    return MessageFinding(
        message_id=judgement.message_id,
        label=label,
        probability=judgement.probability,
        evidence=None if label is Label.ABSENT else evidence,
    )
