"""What CI servers read: valid by their schemas, within their limits, and every decision marked."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from jsonschema import Draft7Validator

from consistency.records.captions import Place
from consistency.records.findings import CampaignReport, Severity
from consistency.report import (
    github,
    render_github,
    render_gitlab,
    render_html,
    render_json,
    render_junit,
    render_markdown,
    render_sarif,
    render_text,
    sarif,
    summary,
)
from tests.support import published_schema

JUNIT = xmlschema.XMLSchema(Path(__file__).parent / "schemas" / "junit-10.xsd")
SARIF = Draft7Validator(published_schema("sarif-2.1.0"))
GITLAB = Draft7Validator(
    {
        # No schema is published; this is the format that GitLab's documentation describes in words.
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "minLength": 1},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "pattern": r"^(?!\./|/)."},
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": {"begin": {"type": "integer", "minimum": 1}},
                        },
                    },
                },
            },
        },
    }
)


def many(report: CampaignReport, times: int) -> CampaignReport:
    """The report with each finding so many times, on lines of their own."""
    findings = [
        replace(one, place=Place(source=one.place.source, line=number + 1), fingerprint=f"{number:026x}{index:06x}")
        for index, one in enumerate(report.findings)
        for number in range(times)
    ]
    return replace(report, findings=tuple(findings))


def test_sarif_is_valid_and_marks_decisions(decided: CampaignReport) -> None:
    log = json.loads(render_sarif(decided))
    SARIF.validate(log)
    [run] = log["runs"]
    assert len(run["results"]) == len(decided.findings)
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    by_print = {result["partialFingerprints"]["consistency/v1"]: result for result in run["results"]}
    for one in decided.findings:
        result = by_print[one.fingerprint]
        assert result["level"] == one.severity
        assert result["baselineState"] == ("unchanged" if one.covered else "new")
        status = [suppression["status"] for suppression in result.get("suppressions", [])]
        assert status == (["accepted"] if one.covered else ["rejected"] if one.expired else [])
    first = run["results"][0]["locations"][0]
    assert first["physicalLocation"]["artifactLocation"]["uri"] == "drafts/a%20b%2Cc%25.md"
    assert first["logicalLocations"] == [{"name": "p1", "kind": "post"}]


def test_sarif_without_decisions_has_no_baseline(decided: CampaignReport) -> None:
    plain = replace(decided, findings=tuple(replace(one, decision=None, expired=False) for one in decided.findings))
    text = render_sarif(plain)
    SARIF.validate(json.loads(text))
    assert "baselineState" not in text
    assert "suppressions" not in text


def test_sarif_refuses_what_is_none(decided: CampaignReport) -> None:
    log = json.loads(render_sarif(decided))
    log["runs"][0]["results"][0]["level"] = "bad"
    assert not SARIF.is_valid(log)


def test_sarif_keeps_the_limit_and_says_what_is_left_out(
    decided: CampaignReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sarif, "MAX_RESULTS", 5)
    log = json.loads(render_sarif(decided))
    SARIF.validate(log)
    [run] = log["runs"]
    assert len(run["results"]) == 5
    [told] = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"].startswith(f"{len(decided.findings) - 5} more findings")
    assert all("suppressions" not in result or result["baselineState"] == "new" for result in run["results"])


def test_gitlab_is_what_its_format_says(decided: CampaignReport) -> None:
    issues = json.loads(render_gitlab(decided))
    GITLAB.validate(issues)
    assert len(issues) == len(decided.findings)
    covered = [one for one in decided.findings if one.covered]
    assert [issue["severity"] for issue in issues].count("info") == len(covered) > 0
    assert all("[baseline by mai on 2026-11-01" in i["description"] for i in issues if i["severity"] == "info")


def test_gitlab_tells_a_caption_that_was_posted_twice_apart(decided: CampaignReport) -> None:
    twice = replace(decided, findings=decided.findings * 2)
    prints = [issue["fingerprint"] for issue in json.loads(render_gitlab(twice))]
    assert len(set(prints)) == len(prints)
    assert set(prints) >= {one.fingerprint for one in decided.findings}


def test_junit_is_valid_and_has_a_case_for_each_post(decided: CampaignReport) -> None:
    text = render_junit(decided)
    JUNIT.validate(text)
    [suite] = ET.fromstring(text)
    cases = {case.get("name"): case for case in suite}
    assert list(cases) == ["p1", "p2", "p3", "p4", "p5"]
    assert [name for name, case in cases.items() if case.find("failure") is not None] == ["p1", "p3"]
    assert cases["p5"].find("skipped") is not None
    assert "[baseline by mai" in (cases["p2"].findtext("system-out") or "")
    assert "[expired, waived by an" in (cases["p3"].findtext("failure") or "")
    assert list(cases["p4"]) == []
    counts = {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "5", "failures": "2", "errors": "0", "skipped": "1"}


def test_junit_calls_a_post_that_could_not_be_judged_an_error_where_that_fails(decided: CampaignReport) -> None:
    failing = replace(decided, findings=tuple(replace(one, fails=True) for one in decided.findings))
    text = render_junit(failing)
    JUNIT.validate(text)
    [case] = [case for case in ET.fromstring(text).iter("testcase") if case.get("name") == "p5"]
    assert [child.tag for child in case] == ["error"]


def test_github_escapes_and_keeps_one_line_for_each_finding(decided: CampaignReport) -> None:
    lines = render_github(decided).split("\n")[:-1]
    commands = [line for line in lines if line.startswith("::")]
    uncovered = [one for one in decided.findings if not one.covered]
    assert len(commands) == len(uncovered)
    assert all(line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in commands)
    assert commands[0].startswith("::error file=drafts/a b%2Cc%25.md,line=")
    assert not any("##[" in line for line in lines if not line.startswith("::"))
    covered = [line for line in lines if line.startswith("covered: posts.csv:3: ")]
    assert len(covered) == len(decided.findings) - len(uncovered)
    fails = sum(one.fails for one in decided.findings)
    assert lines[-1] == f"consistency: {len(decided.findings)} findings, {fails} make the check fail"


def test_github_prints_ten_of_each_kind_worst_first_and_counts_the_rest(decided: CampaignReport) -> None:
    lines = render_github(many(decided, 30)).split("\n")
    kinds = Counter(line.split(" ")[0] for line in lines if line.startswith("::"))
    assert max(kinds.values()) == github.SHOWN
    errors = sum(one.severity is Severity.ERROR and not one.covered for one in decided.findings) * 30
    assert f"consistency: {errors - 10} more of kind error are not shown here; see the job summary or report" in lines


def test_the_summary_has_every_finding_as_text(decided: CampaignReport) -> None:
    text = render_markdown(decided)
    rows = [line for line in text.split("\n") if line.startswith("| ") and not line.startswith("| |")]
    assert len(rows) == len(decided.findings)
    assert all(row.count("|") == 6 for row in rows)
    assert not any(sign in text for sign in ("<b>", "](http", "@team", "`z`", "http://", "\x1b"))
    assert "### Decided before: 2" in text
    assert "[expired, waived by an" in text.replace("&#91;", "[")


def test_the_summary_stays_below_the_limit(decided: CampaignReport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary, "MAX_BYTES", 9_000)
    text = render_markdown(many(decided, 30))
    assert len(text.encode()) <= 9_000
    left_out = [int(line.split(" ")[0]) for line in text.split("\n") if "more are left out here" in line]
    rows = [line for line in text.split("\n") if line.startswith("| ") and not line.startswith("| |")]
    assert len(rows) + sum(left_out) == 30 * len(decided.findings)


def test_text_html_and_json_mark_decisions_too(decided: CampaignReport) -> None:
    text = render_text(decided)
    assert "decided before: 2 findings are covered" in text
    assert "[expired, waived by an on 2026-11-01 until 2026-11-30: later]" in text
    assert "p2" not in text
    page = render_html(decided)
    assert page.count("baseline by mai on 2026-11-01") == 2
    assert page.count("expired, waived by an on 2026-11-01 until 2026-11-30: later") == 2
    findings = json.loads(render_json(decided))["findings"]
    assert [one["decision"] and one["decision"]["decision"] for one in findings if one["post_id"] == "p2"] == [
        "baseline",
        "baseline",
    ]
    assert {one["expired"] for one in findings if one["post_id"] == "p3"} == {True}


@pytest.mark.parametrize("render", [render_github, render_gitlab, render_junit, render_markdown, render_sarif])
def test_same_report_same_bytes_in_any_order(decided: CampaignReport, render: object) -> None:
    assert callable(render)
    backwards = replace(decided, findings=decided.findings[::-1])
    assert render(decided) == render(backwards)
