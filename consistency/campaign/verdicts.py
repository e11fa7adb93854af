"""From message labels to the verdict and the drift of a post."""

from collections.abc import Mapping, Sequence

from consistency.judging import Thresholds
from consistency.records.brief import Brief
from consistency.records.findings import Label, MessageFinding, Verdict


def verdict(brief: Brief, labels: Mapping[str, Label]) -> Verdict:
    """What the labels of all messages amount to.

    ``contradicts`` if any message is contradicted; ``on_message`` if at least ``require.at_least`` messages are
    conveyed, every required one among them; ``off_message`` if none is conveyed, not even partly; else ``partly``.
    """
    said = list(labels.values())
    if Label.CONTRADICTS in said:
        return Verdict.CONTRADICTS
    required = all(labels[message.id] is Label.CONVEYS for message in brief.messages if message.required)
    if required and said.count(Label.CONVEYS) >= brief.require.at_least:
        return Verdict.ON_MESSAGE
    return Verdict.OFF_MESSAGE if set(said) <= {Label.ABSENT} else Verdict.PARTLY


def drift(brief: Brief, findings: Sequence[MessageFinding]) -> float:
    """How far a post is from what the brief demands, 0..1.

    One minus the mean probability of the required messages, by their weights; of the most probable message where none
    is required.
    """
    probability = {found.message_id: found.probability for found in findings}
    demanded = [message for message in brief.messages if message.required]
    if not demanded:
        return round(1 - max(probability.values()), 4)
    total = sum(message.weight for message in demanded)
    return round(1 - sum(message.weight * probability[message.id] for message in demanded) / total, 4)


def review_reasons(
    brief: Brief, findings: Sequence[MessageFinding], contradicted: Mapping[str, float], thresholds: Thresholds
) -> tuple[str, ...]:
    """Why a person must look: each message whose chances are so near a line that the verdict hangs on it.

    ``contradicted`` is the chance of each message, by id, that it is contradicted.
    """
    labels = {found.message_id: found.label for found in findings}
    now = verdict(brief, labels)

    def hangs_on(message_id: str, other: Label) -> bool:
        return verdict(brief, labels | {message_id: other}) is not now

    reasons = []
    for found in findings:
        near_contradiction = abs(contradicted[found.message_id] - thresholds.contradicts) < thresholds.review
        unlike = Label.PARTIAL if found.label is Label.CONTRADICTS else Label.CONTRADICTS
        if near_contradiction and hangs_on(found.message_id, unlike):
            reasons.append(f"maybe_contradicts:{found.message_id}")
        elif found.label is not Label.CONTRADICTS and abs(found.probability - thresholds.conveys) < thresholds.review:
            other = Label.PARTIAL if found.label is Label.CONVEYS else Label.CONVEYS
            if hangs_on(found.message_id, other):
                reasons.append(f"close_call:{found.message_id}")
    return tuple(reasons)
