"""Captions against the messages of a brief: labels with probability, evidence and a reason."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consistency.embedding import Embedder
from consistency.embedding.embedders import Advance
from consistency.judging import cues
from consistency.judging.alignment import MessageSpace, background, brief_texts
from consistency.judging.calibration import LABELS, Calibration, Thresholds, decide, shipped_calibration
from consistency.judging.features import Context, changed_value, context_of, features_of
from consistency.records.brief import Brief, Message
from consistency.records.captions import SegmentedCaption
from consistency.records.findings import Evidence, Label, MessageFinding

_CONVEYS = LABELS.index(Label.CONVEYS)
_CONTRADICTS = LABELS.index(Label.CONTRADICTS)


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
            judgements.append(self._judge_one(caption, vectors[first : first + len(own_units)]))
            first += len(own_units)
        return judgements

    def _judge_one(self, caption: SegmentedCaption, vectors: NDArray[np.float32]) -> list[Judgement]:
        messages = self._brief.messages
        sentences = len(caption.sentences)
        alignment = self._space.align(vectors[:sentences], vectors[sentences:])
        contexts = [context_of(caption, int(best)) for best in alignment.best]
        features = np.stack(
            [
                features_of(message, alignment, row, context)
                for row, (message, context) in enumerate(zip(messages, contexts, strict=True))
            ]
        )
        return [
            Judgement(message, row, context)
            for message, row, context in zip(messages, self._calibration.probabilities(features), contexts, strict=True)
        ]


def finding(judgement: Judgement, caption: str, thresholds: Thresholds) -> MessageFinding:
    """The decision on a judgement: the one place where thresholds are applied to a message."""
    label = decide(judgement.probabilities, thresholds)
    unit = judgement.context.sentence if label is Label.CONTRADICTS else judgement.context.unit
    evidence = Evidence(text=caption[unit.start : unit.end], start=unit.start, end=unit.end)
    return MessageFinding(
        message_id=judgement.message.id,
        label=label,
        probability=judgement.conveys,
        evidence=None if label is Label.ABSENT else evidence,
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
