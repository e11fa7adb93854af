"""From message labels to the verdict and the drift of a post."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consistency.judging import CaptionJudgement, Thresholds, sarcastic
from consistency.judging.calibration import decide
from consistency.judging.readings import ABSENT, CONTRADICTS, CONVEYS, LABELS, PARTIAL
from consistency.records.brief import Brief
from consistency.records.findings import JUDGED, Label, MessageFinding, Verdict

_MIXED = 0.15
"""From this chance on of both, a message seems to be conveyed and contradicted at once."""


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


def verdict_chances(
    brief: Brief, probabilities: NDArray[np.floating[Any]], asserted: NDArray[np.floating[Any]]
) -> dict[Verdict, float]:
    """The chance of each verdict, with each message and each claim taken for itself; they sum to 1.

    ``probabilities`` has a row of chances of the labels for each message, shape ``(m, 4)``; ``asserted`` the chance
    that each forbidden claim is made, shape ``(k,)``.
    """
    # Chance by what was seen so far: whether every required message is conveyed, how many are, whether any is touched.
    states = {(True, 0, False): float(np.prod(1 - asserted))}
    for message, chances in zip(brief.messages, probabilities.tolist(), strict=True):
        following: dict[tuple[bool, int, bool], float] = defaultdict(float)
        for (required, count, touched), chance in states.items():
            still = required and not message.required
            following[required, count + 1, True] += chance * chances[CONVEYS]
            following[still, count, True] += chance * chances[PARTIAL]
            following[still, count, touched] += chance * chances[ABSENT]
        states = following
    found = dict.fromkeys(JUDGED, 0.0)
    for (required, count, touched), chance in states.items():
        if required and count >= brief.require.at_least:
            found[Verdict.ON_MESSAGE] += chance
        else:
            found[Verdict.PARTLY if touched else Verdict.OFF_MESSAGE] += chance
    found[Verdict.CONTRADICTS] = max(0.0, 1 - sum(found.values()))
    return found


def review_reasons(brief: Brief, judgement: CaptionJudgement, thresholds: Thresholds) -> tuple[str, ...]:
    """Why a person must look; empty where the verdict is likely enough.

    The reason is the message or claim that the doubt is about: the one that, once settled, makes the verdict likeliest.
    A message that seems conveyed beside words of sarcasm is a reason by itself.
    """
    probabilities = np.stack([one.probabilities for one in judgement.messages])
    asserted = np.array([one.asserted for one in judgement.claims])
    labels = [decide(row, thresholds) for row in probabilities]
    made = asserted >= thresholds.forbidden
    ids = [one.message.id for one in judgement.messages]
    now = verdict(brief, dict(zip(ids, labels, strict=True)), forbidden=bool(made.any()))
    reasons = [
        f"maybe_sarcasm:{name}"
        for name, label, one in zip(ids, labels, judgement.messages, strict=True)
        if label is Label.CONVEYS and sarcastic(one.context.nearby)
    ]
    if verdict_chances(brief, probabilities, asserted)[now] >= thresholds.sure:
        return tuple(reasons)
    doubts: list[tuple[float, str]] = []
    for row, (name, label) in enumerate(zip(ids, labels, strict=True)):
        settled = probabilities.copy()
        settled[row] = [one is label for one in LABELS]
        likely = verdict_chances(brief, settled, asserted)[now]
        doubts.append((likely, f"{_doubt(probabilities[row], label)}:{name}"))
    for index, claim in enumerate(judgement.claims):
        settled = asserted.copy()
        settled[index] = made[index]
        doubts.append((verdict_chances(brief, probabilities, settled)[now], f"maybe_forbidden:{claim.claim.id}"))
    return (*reasons, max(doubts, key=lambda doubt: doubt[0])[1])


def _doubt(chances: NDArray[np.floating[Any]], label: Label) -> str:
    if min(chances[CONVEYS], chances[CONTRADICTS]) >= _MIXED:
        return "mixed_signals"
    against = label is Label.CONTRADICTS or chances[CONTRADICTS] >= max(chances[CONVEYS], _MIXED)
    return "maybe_contradicts" if against else "close_call"
