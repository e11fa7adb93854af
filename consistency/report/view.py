"""Records turned into what a page or a terminal shows: words, order, highlighted runs. No markup here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from consistency.records.brief import Brief, Claim, Message
from consistency.records.captions import Skipped
from consistency.records.findings import (
    JUDGED,
    CampaignReport,
    CreatorSummary,
    DisclosureState,
    ForbiddenClaim,
    Label,
    MessageFinding,
    MessageSummary,
    PostFinding,
    RuleFinding,
    Run,
    Severity,
    Verdict,
)
from consistency.rules import RULES

VERDICT_WORDS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.CONTRADICTS: "against the brief",
        Verdict.OFF_MESSAGE: "off message",
        Verdict.PARTLY: "partly on message",
        Verdict.ON_MESSAGE: "on message",
        Verdict.NOT_JUDGED: "rules checked only",
    }
)
LABEL_WORDS: Mapping[Label, str] = MappingProxyType(
    {
        Label.CONVEYS: "conveyed",
        Label.PARTIAL: "only hinted at",
        Label.CONTRADICTS: "contradicted",
        Label.ABSENT: "not said",
    }
)
_SEVERITY = tuple(Verdict)


@dataclass(frozen=True, kw_only=True, slots=True)
class CaptionRun:
    """Part of a caption with the messages whose evidence it is."""

    text: str
    label: Label | None
    """The strongest label of that evidence; ``None`` outside evidence."""
    messages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageView:
    """A message in a post, beside the brief's own words for it."""

    message: Message
    found: MessageFinding
    words: str

    @property
    def percent(self) -> int:
        """The probability in whole percent, 0 and 100 only where it is exactly that."""
        return whole_percent(self.found.probability)


@dataclass(frozen=True, kw_only=True, slots=True)
class BrokenRule:
    """A broken rule as a card shows it."""

    finding: RuleFinding
    headline: str
    """What is wrong, from the rule book."""
    detail: str
    """What was asked for, what stands there and why that doesn't do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PostView:
    """A post as a card shows it."""

    finding: PostFinding
    verdict_words: str
    runs: tuple[CaptionRun, ...]
    messages: tuple[MessageView, ...]
    missing: tuple[Message, ...]
    """Required messages that it doesn't convey."""
    forbidden: tuple[tuple[Claim, ForbiddenClaim], ...]
    """Forbidden claims that it makes."""
    broken: tuple[BrokenRule, ...]
    """Broken rules, in words."""
    review: tuple[str, ...]
    """Why a person must look, in words."""


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
class ReportView:
    """The whole report."""

    brief: Brief
    headline: str
    advice: str
    counts: Mapping[Verdict, int]
    attention: tuple[PostView, ...]
    """Posts that need something, worst first."""
    ready: tuple[PostView, ...]
    messages: tuple[MessageRow, ...]
    creators: tuple[CreatorRow, ...]
    skipped: tuple[Skipped, ...]
    run: Run


def view(report: CampaignReport) -> ReportView:
    """What the report shows, in the order in which it is shown."""
    posts = [_post_view(report.brief, post) for post in sorted(report.posts, key=_worst_first)]
    attention = tuple(post for post in posts if _needs_something(post.finding))
    ready = tuple(post for post in posts if not _needs_something(post.finding))
    messages = tuple(
        MessageRow(message=message, summary=summary, percent=whole_percent(summary.pull_through))
        for message, summary in zip(report.brief.messages, report.messages, strict=False)
    )
    shown = JUDGED if report.messages else ()
    counts = {verdict: sum(post.verdict is verdict for post in report.posts) for verdict in shown}
    return ReportView(
        brief=report.brief,
        headline=_headline(len(report.posts), ready, attention),
        advice=_advice(counts, messages, report.posts),
        counts=counts,
        attention=attention,
        ready=ready,
        messages=messages,
        creators=_creator_rows(report),
        skipped=report.skipped,
        run=report.run,
    )


def whole_percent(share: float) -> int:
    """A share in percent, rounded so that only 0 is shown as 0 and only 1 as 100."""
    percent = round(share * 100)
    if percent == 0 and share > 0:
        return 1
    return 99 if percent == 100 and share < 1 else percent


def _worst_first(post: PostFinding) -> tuple[int, float, str]:
    errors = sum(found.severity is Severity.ERROR for found in post.rules)
    return _SEVERITY.index(post.verdict), -(post.drift if post.drift is not None else errors), post.post.post_id


def _needs_change(post: PostFinding) -> bool:
    broken = any(found.severity is not Severity.NOTE for found in post.rules)
    return broken or post.verdict not in (Verdict.ON_MESSAGE, Verdict.NOT_JUDGED)


def _needs_something(post: PostFinding) -> bool:
    return post.needs_review or _needs_change(post)


def _broken_rule(found: RuleFinding) -> BrokenRule:
    wanted = f"“{found.expected}”" if found.expected else ""
    there = f"there is “{found.found}”" if found.found else ""
    stands = found.evidence.text if found.evidence and found.evidence.text != found.found else ""
    where = f"in “{stands}”" if stands and found.found else ""
    detail = "; ".join(filter(None, (wanted, there, where, found.reason)))
    return BrokenRule(finding=found, headline=RULES[found.rule].headline, detail=detail)


def _post_view(brief: Brief, post: PostFinding) -> PostView:
    claims = {claim.id: claim for claim in brief.forbid.claims}
    messages = tuple(
        MessageView(message=message, found=found, words=LABEL_WORDS[found.label])
        for message, found in zip(brief.messages, post.messages, strict=False)  # none where only rules were checked
    )
    return PostView(
        finding=post,
        verdict_words=VERDICT_WORDS[post.verdict],
        runs=highlight(post.post.caption, post.messages),
        messages=messages,
        forbidden=tuple((claims[one.id], one) for one in post.forbidden_claims),
        broken=tuple(map(_broken_rule, post.rules)),
        missing=tuple(m.message for m in messages if m.message.required and m.found.label is not Label.CONVEYS),
        review=tuple(_review_words(brief, reason) for reason in post.review_reasons),
    )


def highlight(caption: str, findings: Sequence[MessageFinding]) -> tuple[CaptionRun, ...]:
    """The caption cut where evidence starts or ends; joined, the runs are the caption."""
    spans = [(found.evidence, found) for found in findings if found.evidence]
    edges = {0, len(caption)} | {edge for evidence, _ in spans for edge in (evidence.start, evidence.end)}
    order = tuple(Label)
    runs = []
    for start, end in pairwise(sorted(edges)):
        own = [found for evidence, found in spans if evidence.start <= start and end <= evidence.end]
        labels = sorted((found.label for found in own), key=order.index)
        runs.append(
            CaptionRun(
                text=caption[start:end],
                label=Label.CONTRADICTS if Label.CONTRADICTS in labels else labels[0] if labels else None,
                messages=tuple(found.message_id for found in own),
            )
        )
    return tuple(runs)


def _review_words(brief: Brief, reason: str) -> str:
    kind, _, subject = reason.partition(":")
    texts = {claim.id: claim.text for claim in brief.forbid.claims} | {one.id: one.text for one in brief.messages}
    text = texts.get(subject, subject)
    match kind:
        case "close_call":
            return f"It is a close call whether this is said: {text}"
        case "maybe_forbidden":
            return f"It is a close call whether this forbidden claim is made: {text}"
        case "maybe_contradicts":
            return f"It is a close call whether this is contradicted: {text}"
        case "mixed_signals":
            return f"The caption seems to say this and the opposite: {text}"
        case "maybe_sarcasm":
            return f"This may be said in sarcasm: {text}"
        case _:
            return reason


def _creator_rows(report: CampaignReport) -> tuple[CreatorRow, ...]:
    rows = []
    for summary in report.creators:
        own = [post for post in report.posts if post.post.creator == summary.creator]
        conveyed = [
            sum(post.messages[index].label is Label.CONVEYS for post in own)
            for index in range(len(report.brief.messages))
        ]
        rows.append(CreatorRow(summary=summary, conveyed=tuple(conveyed)))
    return tuple(rows)


def _headline(total: int, ready: Sequence[PostView], attention: Sequence[PostView]) -> str:
    change = sum(_needs_change(post.finding) for post in attention)
    review_only = len(attention) - change
    parts = [f"{len(ready)} of {total} captions {_are(len(ready))} ready"]
    if change:
        parts.append(f"{change} {_need(change)} a change")
    if review_only:
        parts.append(f"{review_only} {_need(review_only)} your eyes")
    return "; ".join(parts) + "."


def _advice(counts: Mapping[Verdict, int], messages: Sequence[MessageRow], posts: Sequence[PostFinding]) -> str:
    undisclosed = sum(
        post.disclosure is not None and post.disclosure.state in (DisclosureState.MISSING, DisclosureState.DENIED)
        for post in posts
    )
    advice = [
        (counts.get(Verdict.CONTRADICTS), "contradict the brief"),
        (undisclosed, "don't say that they are advertising"),
        (counts.get(Verdict.OFF_MESSAGE), "say nothing of the brief"),
    ]
    first = [f"the {count} that {problem}" for count, problem in advice if count]
    if first:
        return f"Start with {first[0]}" + (f", then {first[1]}." if len(first) > 1 else ".")
    if not messages:
        return "The rules are kept; the messages were not looked at."
    weakest = min(messages, key=lambda row: row.summary.pull_through)
    if weakest.percent < 100:
        return f"The message that is left out most is “{weakest.message.text}” ({weakest.percent} % convey it)."
    return "Every caption conveys every message."


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _need(count: int) -> str:
    return "needs" if count == 1 else "need"
