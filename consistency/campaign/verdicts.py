"""From message labels to the verdict and the drift of a post."""

from collections.abc import Mapping, Sequence

from consistency.judging import CaptionJudgement, Thresholds
from consistency.judging.calibration import decide
from consistency.records.brief import Brief
from consistency.records.findings import Label, MessageFinding, Verdict


def verdict(brief: Brief, labels: Mapping[str, Label], *, forbidden: bool = False) -> Verdict:
    """What the labels of all messages, and whether a forbidden claim is made, amount to.

    ``contradicts`` if any message is contradicted or a forbidden claim made; ``on_message`` if at least
    ``require.at_least`` messages are conveyed, every required one among them; ``off_message`` if none is conveyed, not
    even partly; else ``partly``.
    """
    said = list(labels.values())
    if forbidden or Label.CONTRADICTS in said:
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


def review_reasons(brief: Brief, judgement: CaptionJudgement, thresholds: Thresholds) -> tuple[str, ...]:
    """Why a person must look: each message or claim whose chances are so near a line that the verdict hangs on it."""
    labels = {one.message.id: decide(one.probabilities, thresholds) for one in judgement.messages}
    made = {one.claim.id: one.asserted >= thresholds.forbidden for one in judgement.claims}
    now = verdict(brief, labels, forbidden=any(made.values()))
    reasons = []
    for one in judgement.messages:
        label = labels[one.message.id]
        near_contradiction = abs(one.contradicts - thresholds.contradicts) < thresholds.review
        near_conveying = abs(one.conveys - thresholds.conveys) < thresholds.review and label is not Label.CONTRADICTS
        for near, kind, other in (
            (near_contradiction, "maybe_contradicts", _unless(label, Label.CONTRADICTS)),
            (near_conveying, "close_call", _unless(label, Label.CONVEYS)),
        ):
            if near and verdict(brief, labels | {one.message.id: other}, forbidden=any(made.values())) is not now:
                reasons.append(f"{kind}:{one.message.id}")
    for claim in judgement.claims:
        other_way = made | {claim.claim.id: not made[claim.claim.id]}
        near = abs(claim.asserted - thresholds.forbidden) < thresholds.review
        if near and verdict(brief, labels, forbidden=any(other_way.values())) is not now:
            reasons.append(f"maybe_forbidden:{claim.claim.id}")
    return tuple(reasons)


def _unless(label: Label, other: Label) -> Label:
    """What a label becomes on the other side of a line: the other one, or a hint where it is that already."""
    return Label.PARTIAL if label is other else other
