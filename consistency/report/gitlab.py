"""GitLab's code quality report: a JSON list of issues.

Source: GitLab Docs, "Code Quality", "Code Quality report format".
"""

import json
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType

from consistency.records.findings import CampaignReport, Severity
from consistency.report.listing import marked, worst_first

_SEVERITIES: Mapping[Severity, str] = MappingProxyType(
    {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTE: "minor"}
)
_COVERED = "info"


def render_gitlab(report: CampaignReport) -> str:
    """Each finding as an issue; one that a decision covers is told as information.

    GitLab shows one issue for each fingerprint, so a finding on a caption that was posted twice gets one of its own.
    """
    again: Counter[str] = Counter()
    issues = []
    for one in worst_first(report.findings):
        again[one.fingerprint] += 1
        times = again[one.fingerprint]
        fingerprint = one.fingerprint if times == 1 else sha256(f"{one.fingerprint} {times}".encode()).hexdigest()[:32]
        issues.append(
            {
                "description": marked(one),
                "check_name": one.rule,
                "fingerprint": fingerprint,
                "severity": _COVERED if one.covered else _SEVERITIES[one.severity],
                "location": {"path": one.place.source, "lines": {"begin": one.place.line}},
            }
        )
    return json.dumps(issues, ensure_ascii=False, indent=1) + "\n"
