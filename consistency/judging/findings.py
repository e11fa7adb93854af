"""From what is known of a message in a caption to what is said of it: label, evidence and a reason in words."""

from collections.abc import Sequence

from consistency.judging import cues
from consistency.judging.calibration import Thresholds, decide
from consistency.judging.features import changed_value
from consistency.judging.judge import Judgement
from consistency.records.captions import Segment
from consistency.records.findings import Evidence, Label, MessageFinding
from consistency.records.phrases import Phrase


def finding(judgement: Judgement, caption: str, thresholds: Thresholds) -> MessageFinding:
    """The decision on a judgement: the one place where thresholds are applied to a message."""
    label = decide(judgement.probabilities, thresholds)
    evidence: tuple[Evidence, ...] = ()
    if label is not Label.ABSENT:
        nearest = judgement.context.sentence if label is Label.CONTRADICTS else judgement.context.unit
        evidence = evidence_of(caption, judgement.evidence or (nearest,))
    return MessageFinding(
        message_id=judgement.message.id,
        label=label,
        probability=judgement.conveys,
        evidence=evidence[0] if evidence else None,
        more_evidence=evidence[1:],
        reason=_reason(judgement, label),
    )


def evidence_of(caption: str, segments: Sequence[Segment]) -> tuple[Evidence, ...]:
    """Segments in order as evidence; those with nothing between them that is said are one."""
    spans: list[tuple[int, int]] = []
    for one in segments:
        if spans and not any(map(str.isalnum, caption[spans[-1][1] : one.start])):
            spans[-1] = spans[-1][0], one.end
        else:
            spans.append((one.start, one.end))
    return tuple(Evidence.of(caption, *span) for span in spans)


def _reason(judgement: Judgement, label: Label) -> str:
    """Why a message isn't conveyed as the brief has it, in words; empty where there is nothing to say."""
    context = judgement.context
    if label in (Label.CONTRADICTS, Label.PARTIAL):
        changed = changed_value(judgement.message, context)
        if changed:
            return Phrase("says “{said}”, the brief says “{asked}”", said=changed[1].text, asked=changed[0].text)
    if label is Label.CONTRADICTS:
        if cues.negated(judgement.message.text) != cues.negated(context.unit.text):
            return Phrase("one of the two denies what the other says")
        return Phrase("reads as the opposite of the message")
    if label is Label.PARTIAL:
        hedge = cues.hedge(context.said)
        if hedge:
            return Phrase("takes it back with “{words}”", words=hedge)
        if cues.asked(context.said):
            return Phrase("only asks")
        return Phrase("touches it without its key specifics")
    return ""
