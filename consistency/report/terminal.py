"""The summary for a terminal: plain text, the same whatever the terminal."""

from collections.abc import Iterator

from consistency.campaign.findings import one_line
from consistency.records.findings import CampaignReport
from consistency.report.aftermath import Part, after_the_campaign
from consistency.report.cards import PostView
from consistency.report.listing import marked
from consistency.report.view import view

_SHOWN = 20


def render_text(report: CampaignReport) -> str:
    """What a lead reads first: the headline, the messages, and the posts that need something, worst first."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: CampaignReport) -> Iterator[str]:
    shown = view(report)
    yield f"{one_line(report.brief.campaign)}: {shown.headline} {one_line(shown.actions[0])}"
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
    for part in after_the_campaign(report):
        yield from part_lines(part)
    if shown.skipped:
        yield ""
        yield f"not judged: {len(shown.skipped)}"
        for one in shown.skipped[:_SHOWN]:
            yield f"  {one_line(str(one.place))}: {one.reason}"
        if len(shown.skipped) > _SHOWN:
            yield f"  and {len(shown.skipped) - _SHOWN} more: see the report"
    yield from _decided_lines(report)


def part_lines(part: Part) -> Iterator[str]:
    """A part of what is seen over all posts, without its figures and tables."""
    if part.observations or part.notes:
        yield ""
        yield part.title.lower()
    for one in part.first:
        stop = "" if one.words.endswith(".") else ":"
        yield one_line(f"  {one.words}{f'{stop} “{one.quote}”' if one.quote else ''}")
        yield from (one_line(f"      {detail}") for detail in one.details)
    if part.more:
        yield f"  {part.more_words}: see the page"
    yield from (one_line(f"  {note}") for note in part.notes)


def _decided_lines(report: CampaignReport) -> Iterator[str]:
    covered = sum(one.covered for one in report.findings)
    expired = sum(one.expired for one in report.findings)
    if covered:
        yield ""
        yield f"decided before: {covered} findings are covered; the report lists them"
    if expired:
        yield ""
        yield f"expired: {expired} findings are let through no more"


def _post_lines(post: PostView) -> Iterator[str]:
    own = post.finding.post
    creator = f" by {own.creator}" if own.creator else ""
    yield f"  {one_line(f'{own.place} {own.post_id}{creator}')}: {post.verdict_words}{_drift(post)}"
    for one in post.findings:
        yield f"      {one.severity}: {one.rule}: {marked(one)}"


def _drift(post: PostView) -> str:
    return "" if post.finding.drift is None else f", drift {post.finding.drift:.2f}"
