"""A post as a card shows it: its caption cut into marked runs, what it lacks, and why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from consistency.language.matching import social_tags
from consistency.records.brief import Brief, Claim, Message
from consistency.records.findings import (
    Evidence,
    Finding,
    ForbiddenClaim,
    Label,
    MessageFinding,
    PostFinding,
    RuleFinding,
    Severity,
    Verdict,
)
from consistency.records.phrases import Phrase
from consistency.report import listing
from consistency.report.notes import creator_note
from consistency.report.words import LABEL_WORDS, VERDICT_WORDS
from consistency.rules import DOUBTS, RULES


class Mark(StrEnum):
    """Why words of a caption are marked; where several marks meet, the first of them is shown."""

    FORBIDDEN = "forbidden"
    CONTRADICTS = "contradicts"
    RULE = "rule"
    CONVEYS = "conveys"
    PARTIAL = "partial"
    TAG = "tag"


MARK_WORDS = {
    Mark.FORBIDDEN: Phrase("forbidden claim"),
    Mark.CONTRADICTS: LABEL_WORDS[Label.CONTRADICTS],
    Mark.RULE: Phrase("breaks a rule"),
    Mark.CONVEYS: LABEL_WORDS[Label.CONVEYS],
    Mark.PARTIAL: LABEL_WORDS[Label.PARTIAL],
    Mark.TAG: Phrase("tag"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class CaptionRun:
    """Part of a caption that is marked throughout, or not at all."""

    text: str
    mark: Mark | None
    subjects: tuple[str, ...]
    """Ids of the messages, claims and rules that mark it."""
    after_fold: bool = False
    """Whether it is the first that is seen only after "more"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageView:
    """A message in a post, beside the brief's own words for it."""

    message: Message
    found: MessageFinding
    words: Phrase

    @property
    def percent(self) -> int:
        """The probability in whole percent, 0 and 100 only where it is exactly that."""
        return whole_percent(self.found.probability)


@dataclass(frozen=True, kw_only=True, slots=True)
class BrokenRule:
    """A broken rule as a card shows it, with every place where it is broken."""

    rule: str
    severity: Severity
    headline: str
    """What is wrong, from the rule book."""
    details: tuple[Phrase, ...]
    """For each place what was asked for, what stands there and why that doesn't do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PostView:
    """A post as a card shows it."""

    finding: PostFinding
    anchor: str
    """The fragment by which a link leads to it."""
    verdict_words: Phrase
    runs: tuple[CaptionRun, ...]
    messages: tuple[MessageView, ...]
    forbidden: tuple[tuple[Claim, ForbiddenClaim], ...]
    """Forbidden claims that it makes."""
    broken: tuple[BrokenRule, ...]
    """Broken rules, in words."""
    review: tuple[Phrase, ...]
    """Why a person must look, in words."""
    note: str
    """What to write to the creator; empty where nothing has to be changed."""
    findings: tuple[Finding, ...]
    """Everything that is wrong with it, worst first."""

    @property
    def needs_change(self) -> bool:
        """Whether its creator must change something that no decision covers."""
        return any(one.severity is not Severity.NOTE and not one.covered for one in self.findings)

    @property
    def needs_eyes(self) -> bool:
        """Whether the tool isn't sure, and nobody has decided yet."""
        return any(one.rule == "needs-review" and not one.covered for one in self.findings)

    @property
    def is_ready(self) -> bool:
        """Whether nobody has to do anything."""
        return not self.needs_change and not self.needs_eyes

    @property
    def decided(self) -> list[str]:
        """What was decided before, with the rule that it is about."""
        return [f"{one.rule}: {listing.decided(one)}" for one in self.findings if one.decision]


def post_view(brief: Brief, post: PostFinding, findings: Sequence[Finding]) -> PostView:
    """The card of a post, with the findings on it."""
    claims = {claim.id: claim for claim in brief.forbid.claims}
    messages = tuple(
        MessageView(message=message, found=found, words=LABEL_WORDS[found.label])
        for message, found in zip(brief.messages, post.messages, strict=False)  # none where only rules were checked
    )
    return PostView(
        finding=post,
        anchor=anchor(post.post.post_id),
        verdict_words=VERDICT_WORDS[post.verdict],
        runs=caption_runs(post),
        messages=messages,
        forbidden=tuple((claims[one.id], one) for one in post.forbidden_claims),
        broken=_broken_rules(post.rules),
        review=tuple(_review_words(brief, reason) for reason in post.review_reasons),
        note=creator_note(brief, post),
        findings=tuple(listing.worst_first(findings)),
    )


def anchor(post_id: str) -> str:
    """A fragment for a post id, the same in every report and different for different ids."""
    return "post-" + re.sub(r"[^A-Za-z0-9_]", lambda sign: f"-{ord(sign.group()):x}-", post_id)


def whole_percent(share: float) -> int:
    """A share in percent, rounded so that only 0 is shown as 0 and only 1 as 100."""
    percent = round(share * 100)
    if percent == 0 and share > 0:
        return 1
    return 99 if percent == 100 and share < 1 else percent


def caption_runs(post: PostFinding) -> tuple[CaptionRun, ...]:
    """The caption cut where a mark starts or ends, and at the fold; joined, the runs are the caption."""
    caption = post.post.caption
    marks = [(claim.evidence, Mark.FORBIDDEN, claim.id) for claim in post.forbidden_claims]
    for found in post.messages:
        places = (found.evidence, *found.more_evidence) if found.evidence else ()
        marks += [(evidence, Mark(found.label.value), found.message_id) for evidence in places]
    for rule in post.rules:
        # A disclosure has its own line on the card, and its words are no fault where they stand.
        if rule.evidence and not rule.rule.startswith("disclosure"):
            marks.append((rule.evidence, Mark.RULE, rule.rule))
    marks += [(Evidence.of(caption, tag.start, tag.end), Mark.TAG, tag.typed) for tag in social_tags(caption)]
    edges = {0, len(caption)} | {edge for evidence, _, _ in marks for edge in (evidence.start, evidence.end)}
    if post.fold is not None:
        edges.add(post.fold)
    runs = []
    for start, end in pairwise(sorted(edges)):
        own = [(mark, subject) for evidence, mark, subject in marks if evidence.start <= start and end <= evidence.end]
        runs.append(
            CaptionRun(
                text=caption[start:end],
                mark=min((mark for mark, _ in own), key=list(Mark).index, default=None),
                subjects=tuple(dict.fromkeys(subject for _, subject in own)),
                after_fold=start == post.fold,
            )
        )
    return tuple(runs)


def _broken_rules(found: Sequence[RuleFinding]) -> tuple[BrokenRule, ...]:
    by_rule: dict[str, list[RuleFinding]] = {}
    for one in found:
        by_rule.setdefault(one.rule, []).append(one)
    return tuple(
        BrokenRule(rule=rule, severity=own[0].severity, headline=RULES[rule].headline, details=tuple(map(_detail, own)))
        for rule, own in by_rule.items()
    )


def _detail(found: RuleFinding) -> Phrase:
    detail = Phrase("“{asked}”", asked=found.expected) if found.expected else Phrase("{text}", text="")
    if found.found and found.found != found.expected:
        detail = Phrase("{detail}; there is “{found}”", detail=detail, found=found.found)
    if found.found and found.evidence and found.evidence.text != found.found:
        detail = Phrase("{detail} in “{place}”", detail=detail, place=found.evidence.text)
    if found.reason:
        detail = Phrase("{detail}; {reason}", detail=detail, reason=found.reason) if detail else _phrase(found.reason)
    return detail


def _phrase(text: str) -> Phrase:
    return text if isinstance(text, Phrase) else Phrase("{text}", text=text)


def _review_words(brief: Brief, reason: str) -> Phrase:
    kind, _, subject = reason.partition(":")
    texts = {claim.id: claim.text for claim in brief.forbid.claims} | {one.id: one.text for one in brief.messages}
    return Phrase("{doubt}: {text}", doubt=DOUBTS.get(kind, kind), text=texts.get(subject, subject))


def worst_first(post: PostView) -> tuple[bool, int, float, str]:
    """Sorts cards: what needs something before what is ready, then by verdict, drift and id."""
    errors = sum(rule.severity is Severity.ERROR for rule in post.broken)
    drift = post.finding.drift
    of_verdict = list(Verdict).index(post.finding.verdict)
    return post.is_ready, of_verdict, -(drift if drift is not None else errors), post.finding.post.post_id
