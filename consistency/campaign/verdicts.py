"""From message labels to the verdict and the drift of a post."""

from collections.abc import Mapping, Sequence

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


def review_reasons(brief: Brief, findings: Sequence[MessageFinding], *, conveys: float, band: float) -> tuple[str, ...]:
    """Why a person must look: each message whose probability is so near the line that the verdict hangs on it.

    ``conveys`` is the probability from which a message counts as conveyed, ``band`` how near is near.
    """
    labels = {found.message_id: found.label for found in findings}
    now = verdict(brief, labels)
    reasons = []
    for found in findings:
        if abs(found.probability - conveys) < band and found.label is not Label.CONTRADICTS:
            other = Label.PARTIAL if found.label is Label.CONVEYS else Label.CONVEYS
            if verdict(brief, labels | {found.message_id: other}) is not now:
                reasons.append(f"close_call:{found.message_id}")
    return tuple(reasons)
