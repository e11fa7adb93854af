"""Findings as lists show them: in which order, and with what was decided on them."""

from collections.abc import Iterable

from consistency.campaign.findings import one_line
from consistency.records.findings import Finding, Severity

_SEVERITIES = tuple(Severity)


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """What fails first, then by severity, then by place; what a decision covers last."""
    return sorted(
        findings,
        key=lambda one: (
            one.covered,
            not one.fails,
            _SEVERITIES.index(one.severity),
            one.place.source,
            one.place.line,
            one.rule,
            one.fingerprint,
        ),
    )


def decided(finding: Finding) -> str:
    """What was decided on a finding, in words; empty where nothing was."""
    if finding.decision is None:
        return ""
    words = one_line(finding.decision.words)
    return f"expired, {words}" if finding.expired else words


def marked(finding: Finding) -> str:
    """A finding's message, and what was decided on it."""
    return f"{finding.message} [{decided(finding)}]" if finding.decision else finding.message
