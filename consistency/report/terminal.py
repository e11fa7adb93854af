"""The summary for a terminal: plain text, the same whatever the terminal."""

from collections.abc import Iterator

from consistency.records.findings import CampaignReport, Label
from consistency.report.aftermath import after_the_campaign
from consistency.report.view import PostView, view

_SHOWN = 20


def render_text(report: CampaignReport) -> str:
    """What a lead reads first: the headline, the messages, and the posts that need something, worst first."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: CampaignReport) -> Iterator[str]:
    shown = view(report)
    yield f"{one_line(report.brief.campaign)}: {shown.headline} {one_line(shown.advice)}"
    if shown.messages:
        yield ""
        yield "messages, and how many captions convey them"
    for row in shown.messages:
        required = " (required)" if row.message.required else ""
        yield f"  {row.percent:3d} %  {row.message.id}{required}: {one_line(row.message.text)}"
    if shown.attention:
        yield ""
        yield "captions that need something, worst first"
        for post in shown.attention[:_SHOWN]:
            yield from _post_lines(post)
        if len(shown.attention) > _SHOWN:
            yield f"  and {len(shown.attention) - _SHOWN} more: see the report"
    for section in after_the_campaign(report.brief, report.retrospective):
        if section.findings:
            yield ""
            yield section.title.lower()
            yield from (f"  {one_line(finding)}" for finding in section.findings)
    if shown.skipped:
        yield ""
        yield f"not judged: {len(shown.skipped)}"
        for one in shown.skipped[:_SHOWN]:
            yield f"  {one_line(str(one.place))}: {one.reason}"
        if len(shown.skipped) > _SHOWN:
            yield f"  and {len(shown.skipped) - _SHOWN} more: see the report"


def _post_lines(post: PostView) -> Iterator[str]:
    own = post.finding.post
    creator = f" by {own.creator}" if own.creator else ""
    yield f"  {one_line(f'{own.place} {own.post_id}{creator}')}: {post.verdict_words}{_drift(post)}"
    if post.missing:
        yield f"      missing: {', '.join(message.id for message in post.missing)}"
    for shown in post.messages:
        if shown.found.label is Label.CONTRADICTS:
            yield f"      against: {shown.message.id}: {one_line(shown.found.reason)}"
    for claim, made in post.forbidden:
        yield f"      forbidden: {claim.id}: {one_line(made.evidence.text)}"
    for broken in post.broken:
        yield f"      {broken.finding.severity}: {broken.finding.rule}: {one_line(broken.detail)}"
    for reason in post.review:
        yield f"      look: {one_line(reason)}"


def _drift(post: PostView) -> str:
    return "" if post.finding.drift is None else f", drift {post.finding.drift:.2f}"


def one_line(text: str) -> str:
    """Text from input on one line and without control characters, which a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in text)
