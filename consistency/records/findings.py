"""What was found: per message, per post, over the campaign."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from consistency.records.brief import Brief
from consistency.records.captions import Layout, Note, Place, Post, Skipped
from consistency.records.decisions import Decision
from consistency.records.retrospective import Retrospective


class Label(StrEnum):
    """What a post does with one message."""

    CONVEYS = "conveys"
    PARTIAL = "partial"
    CONTRADICTS = "contradicts"
    ABSENT = "absent"


class Verdict(StrEnum):
    """What a post does with the brief as a whole, worst first."""

    CONTRADICTS = "contradicts"
    OFF_MESSAGE = "off_message"
    PARTLY = "partly"
    ON_MESSAGE = "on_message"
    NOT_JUDGED = "not_judged"
    """Its messages were not looked at: a run of rules only."""


JUDGED = (Verdict.CONTRADICTS, Verdict.OFF_MESSAGE, Verdict.PARTLY, Verdict.ON_MESSAGE)
"""The verdicts of posts whose messages were looked at, worst first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """The words of a caption that a finding rests on."""

    text: str
    """``caption[start:end]``, untouched."""
    start: int
    end: int

    @classmethod
    def of(cls, caption: str, start: int, end: int) -> Self:
        """The words of a caption at a span."""
        return cls(text=caption[start:end], start=start, end=end)


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageFinding:
    """What a post does with one message, and how sure that is."""

    message_id: str
    label: Label
    probability: float
    """Calibrated chance that the post conveys the message."""
    evidence: Evidence | None
    """The first words that it rests on; ``None`` where the message is absent."""
    more_evidence: tuple[Evidence, ...] = ()
    """Where else in the caption it rests, in order."""
    reason: str = ""
    """Why it isn't conveyed as the brief has it, in words; empty where there is nothing to say."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ForbiddenClaim:
    """A forbidden claim that a post makes."""

    id: str
    probability: float
    """Chance that the post makes it."""
    evidence: Evidence


class Severity(StrEnum):
    """How bad a broken rule is, worst first."""

    ERROR = "error"
    """The post must not go out like this."""
    WARNING = "warning"
    """Someone should mend it."""
    NOTE = "note"
    """Someone should know."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleFinding:
    """One place where a post breaks a rule."""

    rule: str
    """The rule's id, which ``consistency explain`` knows."""
    severity: Severity
    expected: str
    """What the brief asks for, or the term that it forbids."""
    found: str = ""
    """What stands there instead; empty where nothing does."""
    reason: str = ""
    """Why that doesn't do, in words."""
    evidence: Evidence | None = None


class DisclosureState(StrEnum):
    """How a post says that it is advertising."""

    OK = "ok"
    """In adequate words, at once visible."""
    WEAK = "weak"
    """Only in words that the market's authority doesn't accept, or in another language than the caption's."""
    BURIED = "buried"
    """In adequate words, but after the fold or in the last block of tags."""
    DENIED = "denied"
    """It says that it is none."""
    MISSING = "missing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Disclosure:
    """The disclosure of a post, judged by a market's pack."""

    state: DisclosureState
    evidence: Evidence | None
    """The words found."""
    market: str
    rule: str
    """Why it is so, in words."""
    source: str
    """What the pack rests on, with the date on which it was read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BriefFault:
    """One weakness of a brief."""

    rule: str
    severity: Severity
    field: str
    """Where in the brief: ``messages[2]``, counted from 1."""
    problem: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PostFinding:
    """A judged post."""

    post: Post
    verdict: Verdict
    drift: float | None
    """0 where the post carries all that is demanded, 1 where it carries none of it; ``None`` where it wasn't judged."""
    messages: tuple[MessageFinding, ...]
    """In the order of the brief."""
    forbidden_claims: tuple[ForbiddenClaim, ...] = ()
    """Those that the post makes."""
    review_reasons: tuple[str, ...] = ()
    """Why a person must look; empty where the tool is sure."""
    rules: tuple[RuleFinding, ...] = ()
    """Broken rules, in the order of the rule book."""
    disclosure: Disclosure | None = None
    """``None`` where the brief asks for none."""
    language: str = "en"
    """The caption's main language among those that notes to creators are written in."""
    fold: int | None = None
    """Where the platform cuts the caption, as an index into it; ``None`` where it is seen whole."""

    @property
    def needs_review(self) -> bool:
        """Whether a person must look."""
        return bool(self.review_reasons)

    def broken(self, rule: str) -> list[RuleFinding]:
        """The findings of one rule."""
        return [found for found in self.rules if found.rule == rule]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing to decide on: a broken rule of a post, whether of its words or of what was judged."""

    rule: str
    severity: Severity
    place: Place
    """The line of a draft, or the row of a table."""
    post_id: str
    message: str
    """What is wrong, in a sentence or two."""
    excerpt: str
    """The words that it is about, else the caption's first; on one line."""
    fingerprint: str
    """32 hexadecimal digits that depend on the rule, what it asks for, the creator and the caption: the same in another
    file or line, another one when any of these changes."""
    decision: Decision | None = None
    """What a person has decided on it."""
    expired: bool = False
    """Whether that decision no longer holds."""
    fails: bool = False
    """Whether it makes the check fail."""

    @property
    def covered(self) -> bool:
        """Whether a decision that holds covers it."""
        return self.decision is not None and not self.expired


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageSummary:
    """One message over all judged posts."""

    message_id: str
    pull_through: float
    """Share of the judged posts that convey it; 0 where there are none."""
    counts: dict[Label, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class CreatorSummary:
    """One creator's judged posts."""

    creator: str
    posts: int
    verdicts: dict[Verdict, int]
    drift: float
    """Mean drift of the creator's posts."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """How a report came about; nothing in it depends on the clock or the machine."""

    version: str
    model: str
    brief_sha256: str
    """Digest of the brief's content, whatever its layout in the file."""
    settings: dict[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class CampaignReport:
    """Everything that a report shows."""

    brief: Brief
    run: Run
    posts: tuple[PostFinding, ...]
    """In the order in which they were read."""
    messages: tuple[MessageSummary, ...]
    creators: tuple[CreatorSummary, ...]
    """In the order of their names."""
    retrospective: Retrospective
    """What is seen over all posts; nothing of it is in a post's finding."""
    skipped: tuple[Skipped, ...]
    layouts: tuple[Layout, ...] = ()
    """For each table how it was understood."""
    notes: tuple[Note, ...] = ()
    """What is to be known of how files were understood."""
    brief_faults: tuple[BriefFault, ...] = ()
    """The brief's own weaknesses."""
    landscape: tuple[tuple[float, float], ...] = ()
    """For each post its place on a map by meaning, in the order of ``posts``; empty where they are too few."""
    findings: tuple[Finding, ...] = ()
    """Everything that is wrong with any post, in the order in which the posts were read, then those not judged."""
