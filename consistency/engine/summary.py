"""What is seen over all parts, a row at a time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from consistency.campaign.findings import one_line
from consistency.campaign.summaries import summarise_messages
from consistency.gate import gated
from consistency.records.brief import Brief
from consistency.records.captions import Place
from consistency.records.decisions import Decision
from consistency.records.findings import Finding, Label, MessageSummary, Severity, Verdict
from consistency.report.cards import whole_percent
from consistency.report.parts import read_parts

_COLUMNS = (
    *("verdict", "needs_review", "place", "skipped", "findings"),
    *("messages.list.element.message_id", "messages.list.element.label"),
)
_LISTED = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class PartsSummary:
    """A run's parts, summed up."""

    verdicts: dict[Verdict, int]
    """Worst first."""
    needs_review: int
    messages: tuple[MessageSummary, ...]
    """In the order of the brief; empty where only rules were checked."""
    rules: dict[str, int]
    """Findings by rule, the most first."""
    skipped: int
    skipped_first: tuple[str, ...]
    """Place and reason of the first of them."""
    covered: int
    """Findings that a decision covers."""
    fails: int
    """Findings that make the check fail."""

    @property
    def posts(self) -> int:
        """Those that were judged."""
        return sum(self.verdicts.values())


def summarise_parts(
    brief: Brief, parts: Sequence[Path], fail_on: Sequence[str], decisions: Sequence[Decision], today: date
) -> PartsSummary:
    """Read parts once; memory doesn't grow with them.

    Raises:
        ConsistencyError: a part is damaged.
    """
    verdicts: Counter[Verdict] = Counter()
    labels: Counter[tuple[str, Label]] = Counter()
    rules: Counter[str] = Counter()
    skipped: list[str] = []
    review = left_out = covered = fails = 0
    for row in read_parts(parts, _COLUMNS):
        if row["skipped"] is None:
            verdicts[Verdict(row["verdict"])] += 1
            labels.update((one["message_id"], Label(one["label"])) for one in row["messages"])
            review += row["needs_review"]
        else:
            left_out += 1
            if len(skipped) < _LISTED:
                skipped.append(f"{row['place']}: {row['skipped']}")
        for found in gated(map(_finding, row["findings"]), fail_on, decisions, today):
            rules[found.rule] += 1
            covered += found.covered
            fails += found.fails
    return PartsSummary(
        verdicts={verdict: verdicts[verdict] for verdict in Verdict if verdicts[verdict]},
        needs_review=review,
        messages=summarise_messages(brief, labels, verdicts.total()) if labels else (),
        rules=dict(sorted(rules.items(), key=lambda rule: (-rule[1], rule[0]))),
        skipped=left_out,
        skipped_first=tuple(skipped),
        covered=covered,
        fails=fails,
    )


def _finding(row: dict[str, Any]) -> Finding:
    place = Place(source=row["source"], line=row["line"])
    kept = {name: row[name] for name in ("rule", "post_id", "message", "excerpt", "fingerprint")}
    return Finding(severity=Severity(row["severity"]), place=place, **kept)


def summary_dict(brief: Brief, summary: PartsSummary) -> dict[str, Any]:
    """The summary as plain values, with the JSON report's words."""
    return {
        "campaign": brief.campaign,
        "posts": summary.posts,
        "verdicts": dict(summary.verdicts),
        "needs_review": summary.needs_review,
        "messages": [
            {"message_id": row.message_id, "pull_through": row.pull_through, "counts": dict(row.counts)}
            for row in summary.messages
        ],
        "findings": summary.rules,
        "skipped": summary.skipped,
    }


def render_summary(brief: Brief, summary: PartsSummary) -> str:
    """The summary for a terminal."""
    return "\n".join(_lines(brief, summary)) + "\n"


def _lines(brief: Brief, summary: PartsSummary) -> Iterator[str]:
    posts = summary.posts
    yield f"{one_line(brief.campaign)}: {posts:,} captions"
    for verdict, count in summary.verdicts.items():
        yield f"  {whole_percent(count / posts):3d} %  {verdict}: {count:,}"
    yield f"  {whole_percent(summary.needs_review / posts):3d} %  need review: {summary.needs_review:,}"
    if summary.messages:
        yield "\nmessages, and how many captions convey them"
    for message, row in zip(brief.messages, summary.messages, strict=False):
        required = " (required)" if message.required else ""
        yield f"  {whole_percent(row.pull_through):3d} %  {message.id}{required}: {one_line(message.text)}"
    if summary.rules:
        yield "\nfindings, by rule"
        yield from (f"  {count:,}  {rule}" for rule, count in summary.rules.items())
    if summary.covered:
        yield f"\ndecided before: {summary.covered:,} findings are covered"
    if summary.skipped:
        yield f"\nnot judged: {summary.skipped:,}"
        yield from (f"  {one_line(line)}" for line in summary.skipped_first)
        if summary.skipped > len(summary.skipped_first):
            yield f"  and {summary.skipped - len(summary.skipped_first):,} more: see the column 'skipped'"
