"""JUnit's XML, as CI servers read it: one case for each post.

Schema: ``junit-10.xsd`` of Jenkins' xUnit plugin.
"""

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from consistency.records.captions import Place
from consistency.records.findings import CampaignReport, Finding
from consistency.report.listing import marked, worst_first

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, "Characters"


def render_junit(report: CampaignReport) -> str:
    """A case fails where a finding makes the check fail; a post that could not be judged is an error or skipped.

    What doesn't make the check fail, and what a decision covers, stands in the case's output.
    """
    by_post: dict[tuple[str, str], list[Finding]] = {}
    for one in worst_first(report.findings):
        by_post.setdefault((one.place.source, one.post_id), []).append(one)
    suite = ET.Element("testsuite", name=_xml(report.brief.campaign))
    for post in report.posts:
        own = post.post
        case = _case(suite, own.place, own.post_id)
        _tell(case, by_post.get((own.place.source, own.post_id), []))
    for left in report.skipped:
        case = _case(suite, left.place, left.post_id)
        own_findings = [one for one in by_post.get((left.place.source, left.post_id), []) if one.place == left.place]
        if not any(one.fails for one in own_findings):
            ET.SubElement(case, "skipped", message=_xml(left.reason))
        _tell(case, own_findings, failure="error")
    for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(1 for _ in suite.iter(tag))))
    suites = ET.Element("testsuites", name="consistency")
    suites.append(suite)
    ET.indent(suites, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"


def _case(suite: ET.Element, place: Place, post_id: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=_xml(place.source), name=_xml(post_id or str(place)))


def _tell(case: ET.Element, findings: Sequence[Finding], failure: str = "failure") -> None:
    failing = [one for one in findings if one.fails]
    if failing:
        element = ET.SubElement(case, failure, type=failing[0].rule, message=_xml(marked(failing[0])))
        element.text = _lines(failing)
    others = [one for one in findings if not one.fails]
    if others:
        ET.SubElement(case, "system-out").text = _lines(others)


def _lines(findings: Sequence[Finding]) -> str:
    return _xml("\n".join(f"{one.place}: {one.severity}: {one.rule}: {marked(one)}" for one in findings))


def _xml(text: str) -> str:
    """Text without the characters that XML can't hold."""
    return _NOT_XML.sub("\ufffd", text)
