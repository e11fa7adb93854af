import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.campaign.verdicts import drift, review_reasons, verdict, verdict_chances
from consistency.judging import CaptionJudgement, ClaimJudgement, Judgement, Thresholds
from consistency.judging.features import Context
from consistency.records.brief import Brief, Claim
from consistency.records.captions import Segment
from consistency.records.findings import JUDGED, Label, MessageFinding, Verdict

C, P, X, A = Label.CONVEYS, Label.PARTIAL, Label.CONTRADICTS, Label.ABSENT


def brief(*required: bool, at_least: int = 1, weights: tuple[float, ...] = ()) -> Brief:
    messages: list[dict[str, Any]] = [
        {"id": f"m{n}", "text": f"message {n}", "required": flag, "weight": weights[n] if weights else 1}
        for n, flag in enumerate(required)
    ]
    return Brief.model_validate({"campaign": "c", "messages": messages, "require": {"at_least": at_least}})


def labels(*said: Label) -> dict[str, Label]:
    return {f"m{n}": label for n, label in enumerate(said)}


def findings(*probabilities: float) -> list[MessageFinding]:
    return [
        MessageFinding(message_id=f"m{n}", label=C if p >= 0.5 else A, probability=p, evidence=None)
        for n, p in enumerate(probabilities)
    ]


@pytest.mark.parametrize(
    ("campaign", "said", "expected"),
    [
        (brief(True, False), (C, A), Verdict.ON_MESSAGE),
        (brief(True, False), (A, C), Verdict.PARTLY),
        (brief(True, False), (P, A), Verdict.PARTLY),
        (brief(True, False), (A, A), Verdict.OFF_MESSAGE),
        (brief(True, False), (C, X), Verdict.CONTRADICTS),
        (brief(False, False), (A, C), Verdict.ON_MESSAGE),
        (brief(False, False, at_least=2), (A, C), Verdict.PARTLY),
        (brief(False, False, at_least=0), (A, A), Verdict.ON_MESSAGE),
        (brief(True, False, at_least=0), (P, A), Verdict.PARTLY),
    ],
)
def test_verdict(campaign: Brief, said: tuple[Label, ...], expected: Verdict) -> None:
    assert verdict(campaign, labels(*said)) is expected


def test_drift_is_about_what_is_required() -> None:
    assert drift(brief(True, False), findings(0.9, 0.1)) == 0.1
    assert drift(brief(True, True, weights=(3, 1)), findings(1.0, 0.0)) == 0.25
    assert drift(brief(False, False), findings(0.2, 0.7)) == 0.3


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3), st.lists(st.booleans(), min_size=3, max_size=3))
def test_drift_is_a_share(probabilities: list[float], required: list[bool]) -> None:
    assert 0 <= drift(brief(*required), findings(*probabilities)) <= 1


THRESHOLDS = Thresholds(conveys=0.5, contradicts=0.4, touched=0.4, forbidden=0.6, sure=0.7)
UNIT = Segment(text="x", start=0, end=1)


def reasons(
    conveys: float, contradicts: float, *, other: float = 0.95, asserted: float = 0.0, nearby: str = "x"
) -> tuple[str, ...]:
    campaign = brief(True, False)
    messages = [
        Judgement(
            message,
            np.array([chance, 0.0, against, max(0.0, 1 - chance - against)]),
            Context(UNIT, UNIT, nearby, nearby),
            (),
        )
        for message, chance, against in zip(campaign.messages, (conveys, other), (contradicts, 0.0), strict=True)
    ]
    claims = (ClaimJudgement(Claim(id="c", text="cures"), asserted, Context(UNIT, UNIT, nearby, nearby), ()),)
    return review_reasons(
        campaign, CaptionJudgement(tuple(messages), claims, np.zeros(2, dtype=np.float32)), THRESHOLDS
    )


def test_review_where_the_verdict_is_unlikely() -> None:
    assert reasons(0.55, 0.0) == ("close_call:m0",)
    assert reasons(0.95, 0.0) == ()
    assert reasons(0.95, 0.0, other=0.5) == ()
    assert reasons(0.05, 0.0) == ()
    assert reasons(0.05, 0.35) == ("maybe_contradicts:m0",)
    assert reasons(0.5, 0.3) == ("mixed_signals:m0",)
    assert reasons(0.95, 0.0, asserted=0.5) == ("maybe_forbidden:c",)
    assert reasons(0.95, 0.0, asserted=0.65) == ("maybe_forbidden:c",)
    assert reasons(0.95, 0.0, asserted=0.9) == ()


def test_sarcasm_beside_what_seems_conveyed_is_looked_at() -> None:
    assert reasons(0.95, 0.0, other=0.0, nearby="oh sure, 24 hours") == ("maybe_sarcasm:m0",)
    assert reasons(0.05, 0.9, other=0.0, nearby="oh sure, 24 hours") == ()


ROW = st.lists(st.floats(0.01, 1), min_size=4, max_size=4).map(lambda row: np.array(row) / sum(row))


@given(
    st.lists(st.tuples(ROW, st.booleans()), min_size=1, max_size=4), st.lists(st.floats(0, 1), max_size=2), st.data()
)
def test_the_chances_of_the_verdicts_are_those_of_all_outcomes(
    rows: list[tuple[np.ndarray, bool]], asserted: list[float], data: st.DataObject
) -> None:
    campaign = brief(*(required for _, required in rows), at_least=data.draw(st.integers(0, len(rows))))
    expected = dict.fromkeys(JUDGED, 0.0)
    for outcome in itertools.product(Label, repeat=len(rows)):
        for made in itertools.product((True, False), repeat=len(asserted)):
            chance = math.prod(
                [row[list(Label).index(label)] for (row, _), label in zip(rows, outcome, strict=True)]
                + [share if one else 1 - share for share, one in zip(asserted, made, strict=True)]
            )
            expected[verdict(campaign, labels(*outcome), forbidden=any(made))] += chance
    found = verdict_chances(campaign, np.stack([row for row, _ in rows]), np.array(asserted))
    assert found == pytest.approx(expected)


def test_a_forbidden_claim_contradicts() -> None:
    assert verdict(brief(True), labels(C), forbidden=True) is Verdict.CONTRADICTS
