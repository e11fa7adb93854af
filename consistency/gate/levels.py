"""From findings and decisions to what fails: one late, pure step."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from consistency.errors import ConsistencyError
from consistency.records.decisions import Decision
from consistency.records.findings import CampaignReport, Finding, Severity
from consistency.records.levels import FailOn
from consistency.rules import RULES

_WORST = ("message-contradicted", "forbidden-claim")
"""The rules behind the verdict ``contradicts``."""
_LEVELS: Mapping[Severity, FailOn] = MappingProxyType(
    {Severity.ERROR: FailOn.OFF_MESSAGE, Severity.WARNING: FailOn.PARTLY, Severity.NOTE: FailOn.REVIEW}
)


def check_levels(fail_on: Sequence[str]) -> None:
    """Refuse what is neither a level nor a rule.

    Raises:
        ConsistencyError: with what is expected.
    """
    for level in fail_on:
        if level not in [*FailOn, *RULES]:
            raise ConsistencyError(
                f"--fail-on {level!r}: expected one of {', '.join(FailOn)}, or a rule: {', '.join(RULES)}"
            )


def gate(report: CampaignReport, fail_on: Sequence[str], decisions: Sequence[Decision], today: date) -> CampaignReport:
    """The report with its findings gated; see :func:`gated`."""
    return replace(report, findings=tuple(gated(report.findings, fail_on, decisions, today)))


def gated(
    findings: Iterable[Finding], fail_on: Sequence[str], decisions: Sequence[Decision], today: date
) -> Iterator[Finding]:
    """Each finding with its decision, and whether it makes the check fail.

    A finding fails at or above the lowest of the levels in ``fail_on``, or where its rule is named there, unless a
    decision covers it; one whose decision has expired fails at every level but ``never``.
    """
    by_fingerprint = {one.fingerprint: one for one in decisions}
    order: list[FailOn] = [level for level in FailOn if level is not FailOn.NEVER]
    deepest = max((order.index(FailOn(level)) for level in fail_on if level in order), default=-1)
    never = set(fail_on) == {FailOn.NEVER}
    for found in findings:
        decision = by_fingerprint.get(found.fingerprint)
        expired = decision is not None and decision.expired(today)
        level = FailOn.CONTRADICTS if _is_worst(found) else _LEVELS[found.severity]
        bad = expired or found.rule in fail_on or order.index(level) <= deepest
        covered = decision is not None and not expired
        yield replace(found, decision=decision, expired=expired, fails=bad and not covered and not never)


def _is_worst(found: Finding) -> bool:
    return found.rule in _WORST and found.severity is Severity.ERROR
