from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from consistency.errors import ConsistencyError
from consistency.gate import Ruling, baseline, check_levels, gate
from consistency.records.brief import Brief
from consistency.records.decisions import Kind
from consistency.records.findings import CampaignReport, Severity
from consistency.rules import RULES
from tests.support import check, make_posts

DAY = date(2026, 12, 1)


@pytest.fixture
def report(brief: Brief) -> CampaignReport:
    strict = brief.model_copy(update={"require": brief.require.model_copy(update={"codes": ("MIST10",)})})
    return check(strict, make_posts("rain all day", "The tea has no sugar and no sweetener.", "🔥"))


def failing(report: CampaignReport) -> list[tuple[str, str]]:
    return [(one.post_id, one.rule) for one in report.findings if one.fails]


OFF = ("p1", "off-message")
CODES = [("p1", "missing-code"), ("p2", "missing-code")]
SKIPPED = ("p3", "not-judged")


@pytest.mark.parametrize(
    ("fail_on", "expected"),
    [
        (["contradicts"], []),
        (["off_message"], [OFF]),
        (["partly"], [OFF, *CODES]),
        (["review"], [OFF, *CODES, SKIPPED]),
        (["never"], []),
        (["never", "missing-code"], CODES),
        (["contradicts", "not-judged"], [SKIPPED]),
        (["contradicts", "off_message"], [OFF]),
    ],
)
def test_levels(report: CampaignReport, fail_on: Sequence[str], expected: list[tuple[str, str]]) -> None:
    assert sorted(failing(gate(report, fail_on, (), DAY))) == sorted(expected)


@pytest.mark.parametrize(
    ("rule", "severity", "fails"),
    [
        ("message-contradicted", Severity.ERROR, True),
        ("forbidden-claim", Severity.ERROR, True),
        ("forbidden-claim", Severity.WARNING, False),
        ("off-message", Severity.ERROR, False),
    ],
)
def test_what_goes_against_the_brief_fails_at_the_first_level(
    report: CampaignReport, rule: str, severity: Severity, fails: bool
) -> None:
    found = replace(report.findings[0], rule=rule, severity=severity)
    [gated] = gate(replace(report, findings=(found,)), ["contradicts"], (), DAY).findings
    assert gated.fails is fails


@pytest.mark.parametrize(("last", "covered"), [(None, True), (DAY, True), (date(2026, 11, 30), False)])
def test_a_decision_covers_until_its_last_day(report: CampaignReport, last: date | None, covered: bool) -> None:
    ruling = Ruling(kind=Kind.WAIVED, by="mai", reason="", on=date(2026, 11, 1), expires=last)
    decisions = baseline(report, (), ruling, RULES).decisions
    decided = gate(report, ["review"], [one.model_copy(update={"expires": last}) for one in decisions], DAY)
    assert [one.covered for one in decided.findings] == [covered] * len(report.findings)
    assert [one.expired for one in decided.findings] == [not covered] * len(report.findings)
    assert bool(failing(decided)) is not covered
    assert decided.posts == report.posts


@pytest.mark.parametrize(("fail_on", "fails"), [("contradicts", True), ("never", False)])
def test_an_expired_decision_fails_at_every_level_but_never(report: CampaignReport, fail_on: str, fails: bool) -> None:
    ruling = Ruling(kind=Kind.WAIVED, by="mai", reason="", on=date(2026, 11, 1), expires=date(2026, 11, 2))
    added = baseline(report, (), ruling, RULES).added
    expired = [one.model_copy(update={"expires": ruling.expires}) for one in added]
    assert bool(failing(gate(report, [fail_on], expired, DAY))) is fails


def test_a_level_that_is_none_is_refused() -> None:
    check_levels(["partly", "missing-code", "message-contradicted"])
    with pytest.raises(ConsistencyError, match="--fail-on 'bad': expected one of contradicts"):
        check_levels(["partly", "bad"])
