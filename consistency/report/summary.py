"""A job summary in GitHub-flavoured Markdown: the whole list of findings, as far as a summary may be long."""

import re
from collections.abc import Iterable

from consistency.campaign.findings import one_line
from consistency.records.findings import CampaignReport, Finding
from consistency.report.listing import decided, worst_first
from consistency.report.view import view

MAX_BYTES = 1_000_000
"""GitHub drops a step's summary that has more than 1 MiB."""
_ENDING = 2_000
"""Bytes kept for what comes after the list."""
_MARKUP = re.compile(r"[^\w\s.,;'()?=%/“”‘’…–—-]|(?<=www)\.|_")


def render_markdown(report: CampaignReport) -> str:
    """The headline, then open findings worst first, then what decisions cover."""
    shown = view(report)
    findings = worst_first(report.findings)
    still_open = [one for one in findings if not one.covered]
    covered = [one for one in findings if one.covered]
    text = f"## {_plain(report.brief.campaign)}\n\n{_plain(shown.headline)} {_plain(shown.actions[0])}\n"
    left = MAX_BYTES - _ENDING
    for title, listed, last in (
        ("Open", still_open, "Message"),
        ("Decided before", covered, "Decision"),
    ):
        if listed:
            text += f"\n### {title}: {len(listed)}\n\n| | Place | Post | Rule | {last} |\n|---|---|---|---|---|\n"
            rows, omitted = _rows(listed, left - len(text.encode()))
            text += rows
            if omitted:
                text += f"\n{omitted} more are left out here; see the report.\n"
    return text


def _rows(findings: Iterable[Finding], room: int) -> tuple[str, int]:
    """Rows of a table as far as there is room for them, and how many are left out."""
    rows, omitted = [], 0
    for one in findings:
        words = decided(one) if one.covered else " ".join(filter(None, (one.message, _expired(one))))
        level = "**fails**" if one.fails else one.severity.value
        cells = (level, *map(_plain, (str(one.place), one.post_id, one.rule, words)))
        row = f"| {' | '.join(cells)} |\n"
        room -= len(row.encode())
        if omitted or room < 0:
            omitted += 1
        else:
            rows.append(row)
    return "".join(rows), omitted


def _expired(finding: Finding) -> str:
    return f"[{decided(finding)}]" if finding.expired else ""


def _plain(text: str) -> str:
    """Text from input as text: markup, links and mentions in it stay letters."""
    return _MARKUP.sub(lambda match: f"&#{ord(match.group())};", one_line(text))
