"""Annotations of a pull request: GitHub's workflow commands.

GitHub shows ten annotations of each kind per step and drops the rest without a word, so ten are printed, worst first,
and the rest is counted. The whole list belongs in the job summary (``.md``).
Source: GitHub Docs, "Workflow commands for GitHub Actions".
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from consistency.campaign.findings import one_line
from consistency.records.findings import CampaignReport, Finding, Severity
from consistency.report.listing import decided, marked, worst_first

SHOWN = 10
"""Annotations of one kind that GitHub shows for a step."""
_KINDS: Mapping[Severity, str] = MappingProxyType(
    {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
)


def render_github(report: CampaignReport) -> str:
    """One annotation for each open finding as far as GitHub shows them, then what isn't shown, on lines of its own."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: CampaignReport) -> Iterator[str]:
    printed: Counter[str] = Counter()
    for one in worst_first(report.findings):
        kind = _KINDS[one.severity]
        if one.covered:
            yield _plain(f"covered: {one.place}: {one.rule}: {decided(one)}")
        else:
            printed[kind] += 1
            if printed[kind] <= SHOWN:
                yield _annotation(kind, one)
    for kind, count in printed.items():
        if count > SHOWN:
            yield f"consistency: {count - SHOWN} more of kind {kind} are not shown here; see the job summary or report"
    fails = sum(one.fails for one in report.findings)
    yield f"consistency: {len(report.findings)} findings, {fails} make the check fail"


def _annotation(kind: str, found: Finding) -> str:
    place = f"file={_property(found.place.source)},line={found.place.line}"
    title = _property(f"{found.rule}: {found.post_id}" if found.post_id else found.rule)
    return f"::{kind} {place},title={title}::{_data(marked(found))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _plain(text: str) -> str:
    """A line of the log: without what the runner takes for a command wherever it stands."""
    return one_line(text).replace("##[", "# #[")
