"""What was found: per message, per post, over the campaign."""

from dataclasses import dataclass, field
from enum import StrEnum

from consistency.records.brief import Brief
from consistency.records.captions import Post, Skipped


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """The words of a caption that a finding rests on."""

    text: str
    """``caption[start:end]``, untouched."""
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageFinding:
    """What a post does with one message, and how sure that is."""

    message_id: str
    label: Label
    probability: float
    """Calibrated chance that the post conveys the message."""
    evidence: Evidence | None
    """``None`` where the message is absent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PostFinding:
    """A judged post."""

    post: Post
    verdict: Verdict
    drift: float
    """0 where the post carries all that is demanded, 1 where it carries none of it."""
    messages: tuple[MessageFinding, ...]
    """In the order of the brief."""
    review_reasons: tuple[str, ...] = ()
    """Why a person must look; empty where the tool is sure."""

    @property
    def needs_review(self) -> bool:
        """Whether a person must look."""
        return bool(self.review_reasons)


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
    skipped: tuple[Skipped, ...]
