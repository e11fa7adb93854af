"""SARIF 2.1.0, which code scanning of GitHub and others reads.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"; GitHub Docs, "SARIF support for code
scanning", for the limits.
"""

import json
from typing import Any
from urllib.parse import quote

from consistency.records.decisions import Kind
from consistency.records.findings import CampaignReport, Finding
from consistency.report.listing import decided, marked, worst_first
from consistency.rules import RULES

MAX_RESULTS = 25_000
"""GitHub refuses a run with more results."""


def render_sarif(report: CampaignReport) -> str:
    """One run with every finding, worst first; those that a decision covers are suppressed, not left out."""
    findings = worst_first(report.findings)
    rules = [name for name in RULES if any(one.rule == name for one in findings)]
    any_decided = any(one.decision for one in findings)
    results = [_result(one, rules, any_decided=any_decided) for one in findings[:MAX_RESULTS]]
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if len(findings) > MAX_RESULTS:
        text = f"{len(findings) - MAX_RESULTS} more findings, the least bad ones, are left out"
        invocation["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": text}}]
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "consistency",
                        "semanticVersion": report.run.version,
                        "rules": [_rule(name) for name in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [invocation],
                "results": results,
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(name: str) -> dict[str, Any]:
    rule = RULES[name]
    return {
        "id": name,
        "shortDescription": {"text": rule.headline},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": rule.explanation},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _result(found: Finding, rules: list[str], *, any_decided: bool) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": found.place.line}
    if found.excerpt:
        region["snippet"] = {"text": found.excerpt}
    result: dict[str, Any] = {
        "ruleId": found.rule,
        "ruleIndex": rules.index(found.rule),
        "level": found.severity.value,
        "message": {"text": marked(found)},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": quote(found.place.source)}, "region": region},
                **({"logicalLocations": [{"name": found.post_id, "kind": "post"}]} if found.post_id else {}),
            }
        ],
        "partialFingerprints": {"consistency/v1": found.fingerprint},
    }
    if any_decided:  # all results of a run have a state, or none
        known = found.decision is not None and found.decision.decision is Kind.BASELINE
        result["baselineState"] = "unchanged" if known else "new"
    if found.decision:
        status = "accepted" if found.covered else "rejected"
        result["suppressions"] = [{"kind": "external", "status": status, "justification": decided(found)}]
    return result
