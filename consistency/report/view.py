"""Records turned into what a page or a terminal shows: words, order, rows. No markup here."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from consistency.records.brief import Brief, Message
from consistency.records.captions import Skipped
from consistency.records.findings import (
    JUDGED,
    BriefFault,
    CampaignReport,
    CreatorSummary,
    DisclosureState,
    Finding,
    Label,
    MessageSummary,
    Run,
    Verdict,
)
from consistency.records.phrases import Phrase
from consistency.report.cards import PostView, post_view, whole_percent, worst_first
from consistency.rules import BRIEF_RULES


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageRow:
    """A message over all posts."""

    message: Message
    summary: MessageSummary
    percent: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CreatorRow:
    """A creator's standing, and how many of the posts convey each message."""

    summary: CreatorSummary
    conveyed: tuple[int, ...]
    """In the order of the brief's messages."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MapPoint:
    """A caption on the map by meaning."""

    post: PostView
    x: float
    y: float


@dataclass(frozen=True, kw_only=True, slots=True)
class BriefWeakness:
    """A weakness of the brief, with what the rule book says of it."""

    fault: BriefFault
    headline: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportView:
    """The whole report."""

    brief: Brief
    headline: Phrase
    actions: tuple[Phrase, ...]
    """What to do first, most urgent first."""
    counts: Mapping[Verdict, int]
    posts: tuple[PostView, ...]
    """Worst first."""
    messages: tuple[MessageRow, ...]
    creators: tuple[CreatorRow, ...]
    points: tuple[MapPoint, ...]
    weaknesses: tuple[BriefWeakness, ...]
    sources: tuple[tuple[str, str], ...]
    """For each market whose rules of disclosure were applied, what they rest on."""
    skipped: tuple[Skipped, ...]
    run: Run

    @property
    def attention(self) -> tuple[PostView, ...]:
        """Posts that need something, worst first."""
        return tuple(post for post in self.posts if not post.is_ready)

    @property
    def ready(self) -> tuple[PostView, ...]:
        """The others."""
        return tuple(post for post in self.posts if post.is_ready)

    @property
    def creator_names(self) -> list[str]:
        """Every creator, by name."""
        return sorted({post.finding.post.creator for post in self.posts} - {""})

    @property
    def platforms(self) -> list[str]:
        """Every platform, by name."""
        return sorted({post.finding.post.platform for post in self.posts} - {""})

    @property
    def broken_rules(self) -> list[str]:
        """Every rule that a post breaks, by id."""
        return sorted({rule.rule for post in self.posts for rule in post.broken})


def view(report: CampaignReport) -> ReportView:
    """What the report shows, in the order in which it is shown."""
    findings: dict[str, list[Finding]] = defaultdict(list)
    for one in report.findings:
        findings[one.post_id].append(one)
    unsorted = [post_view(report.brief, post, findings[post.post.post_id]) for post in report.posts]
    posts = tuple(sorted(unsorted, key=worst_first))
    messages = tuple(
        MessageRow(message=message, summary=summary, percent=whole_percent(summary.pull_through))
        for message, summary in zip(report.brief.messages, report.messages, strict=False)
    )
    shown = JUDGED if report.messages else ()
    counts = {verdict: sum(post.verdict is verdict for post in report.posts) for verdict in shown}
    return ReportView(
        brief=report.brief,
        headline=_headline(posts),
        actions=tuple(_actions(messages, [post for post in posts if not post.is_ready])),
        counts=counts,
        posts=posts,
        messages=messages,
        creators=_creator_rows(report),
        points=tuple(MapPoint(post=post, x=x, y=y) for post, (x, y) in zip(unsorted, report.landscape, strict=False)),
        weaknesses=tuple(
            BriefWeakness(fault=fault, headline=BRIEF_RULES[fault.rule].headline) for fault in report.brief_faults
        ),
        sources=tuple(
            sorted({(post.disclosure.market, post.disclosure.source) for post in report.posts if post.disclosure})
        ),
        skipped=report.skipped,
        run=report.run,
    )


def _creator_rows(report: CampaignReport) -> tuple[CreatorRow, ...]:
    conveyed: dict[str, Counter[str]] = defaultdict(Counter)
    for post in report.posts:
        conveyed[post.post.creator].update(found.message_id for found in post.messages if found.label is Label.CONVEYS)
    return tuple(
        CreatorRow(
            summary=summary,
            conveyed=tuple(conveyed[summary.creator][message.id] for message in report.brief.messages),
        )
        for summary in report.creators
    )


def _headline(posts: Sequence[PostView]) -> Phrase:
    ready = sum(post.is_ready for post in posts)
    change = sum(post.needs_change for post in posts)
    eyes = len(posts) - ready - change
    parts = [
        Phrase("{count} of {total} captions is ready", count=ready, total=len(posts))
        if ready == 1
        else Phrase("{count} of {total} captions are ready", count=ready, total=len(posts))
    ]
    if change:
        parts.append(
            Phrase("{count} needs a change", count=change)
            if change == 1
            else Phrase("{count} need a change", count=change)
        )
    if eyes:
        parts.append(
            Phrase("{count} needs your eyes", count=eyes) if eyes == 1 else Phrase("{count} need your eyes", count=eyes)
        )
    return Phrase("{text}.", text=reduce(lambda one, other: Phrase("{one}; {other}", one=one, other=other), parts))


def _actions(messages: Sequence[MessageRow], attention: Sequence[PostView]) -> list[Phrase]:
    undisclosed = sum(
        post.finding.disclosure is not None
        and post.finding.disclosure.state in (DisclosureState.MISSING, DisclosureState.DENIED)
        for post in attention
    )
    eyes = sum(post.needs_eyes for post in attention)
    verdicts = Counter(post.finding.verdict for post in attention)
    against, off = verdicts[Verdict.CONTRADICTS], verdicts[Verdict.OFF_MESSAGE]
    counted = [
        (against, Phrase("Stop the {count} that go against the brief.", count=against)),
        (
            undisclosed,
            Phrase("Ask the {count} that don't say that they are advertising to say so first.", count=undisclosed),
        ),
        (off, Phrase("Ask the {count} that say nothing of the brief for a message.", count=off)),
        (eyes, Phrase("Read the {count} of which the tool isn't sure.", count=eyes)),
    ]
    actions = [phrase for count, phrase in counted if count]
    weakest = min(messages, key=lambda row: row.summary.pull_through, default=None)
    if weakest and weakest.percent < 100:
        actions.append(
            Phrase(
                "Remind everyone of “{message}”: of all messages it is left out most, {percent} % convey it.",
                message=weakest.message.text,
                percent=weakest.percent,
            )
        )
    if not actions:
        every = Phrase("Nothing: every caption conveys every message.")
        actions.append(every if messages else Phrase("Nothing: the rules are kept."))
    return actions
