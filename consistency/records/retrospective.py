"""What is seen over all posts once they are out: who said what to how many, what changed, what is alike.

None of it goes into the finding of a post. A section is ``None`` or empty where the posts don't have what it needs.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Share = float
"""0..1, with four decimals."""


class Weight(StrEnum):
    """What a post may be weighted by, so that a share is of the audience and not of the posts."""

    FOLLOWERS = "followers"
    VIEWS = "views"


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """A share by audience."""

    share: Share
    posts: int
    """Posts whose audience is known; the others are left out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageShare:
    """How much of a slice conveys one message."""

    message_id: str
    conveyed: int
    """Posts that convey it."""
    share: Share
    low: Share
    high: Share
    """With ``low`` the 95 % interval of Jeffreys for the share of such posts."""
    heard: dict[Weight, Heard]
    """By what is known of the slice's audience."""


class Dimension(StrEnum):
    """How posts are sliced."""

    CAMPAIGN = "campaign"
    PLATFORM = "platform"
    WAVE = "wave"
    """Weeks by their Monday, or months where the posts span more than a quarter."""
    CREATOR = "creator"


@dataclass(frozen=True, kw_only=True, slots=True)
class Slice:
    """Posts that have a creator, platform or wave in common, or all of them."""

    by: Dimension
    value: str
    """Empty for the campaign; a wave is its first day in ISO 8601."""
    posts: int
    messages: tuple[MessageShare, ...]
    """In the order of the brief."""


class Series(StrEnum):
    """What may change over time."""

    MESSAGE = "message"
    """Whether a post conveys a message."""
    DRIFT = "drift"
    CONTRADICTS = "contradicts"
    """Whether a post contradicts the brief."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sides:
    """A mean before a day, and from that day on."""

    before: float
    after: float
    posts_before: int
    posts_after: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One series, at the day where its two sides differ most."""

    series: Series
    message_id: str = ""
    first_day: date
    """First day of the later side."""
    means: Sides
    p_value: float
    """Chance of so large a difference, in any series of the report and on any day, where nothing changes."""
    found: bool
    """Whether that chance is at most the test's level."""
    same_creators: Sides | None = None
    """The same for creators that posted on both sides: what is left of it when who posts stays the same."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeTest:
    """A permutation test for a change at an unknown day, over all series at once."""

    level: float
    """Chance of at least one false alarm in the report."""
    permutations: int
    posts: int
    """Posts with a date."""
    changes: tuple[Change, ...]
    """All series that were tested, least likely first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CopyGroup:
    """Captions of several creators that are nearly word for word the same."""

    post_ids: tuple[str, ...]
    """The earliest first."""
    creators: tuple[str, ...]
    likeness: Share
    """Least likeness to the earliest, in words kept."""
    excerpt: str
    """The first words of the earliest."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BriefCopy:
    """A message of the brief that captions carry nearly word for word."""

    message_id: str
    post_ids: tuple[str, ...]
    creators: tuple[str, ...]


class Standing(StrEnum):
    """Where a creator stands on the plane of message and voice."""

    OWN_WORDS_ON_MESSAGE = "own_words_on_message"
    BORROWED_WORDS_ON_MESSAGE = "borrowed_words_on_message"
    OWN_WORDS_OFF_MESSAGE = "own_words_off_message"
    BORROWED_WORDS_OFF_MESSAGE = "borrowed_words_off_message"


@dataclass(frozen=True, kw_only=True, slots=True)
class CreatorVoice:
    """One creator on the plane of message and voice."""

    creator: str
    posts: int
    message: Share
    """1 minus the mean drift."""
    voice: Share
    """Mean share of a caption's words that stand in no run of words shared with the brief or another creator."""
    standing: Standing


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedFault:
    """The same wrong thing said, or left out, by several creators."""

    kind: str
    """``contradicts``, ``forbidden_claim``, or the id of a rule."""
    subject: str
    """The message's or claim's id, or what the rule asks for or forbids."""
    said: str
    """What is said instead, as the first of them says it; empty where nothing is."""
    post_ids: tuple[str, ...]
    creators: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Theme:
    """What several off-message posts talk about instead."""

    words: dict[str, tuple[str, ...]]
    """Its most telling words by language, as the posts have them."""
    post_ids: tuple[str, ...]
    """The most typical first."""
    creators: tuple[str, ...]
    excerpt: str
    """The most typical sentence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Themes:
    """The themes of the off-message posts."""

    off_message: int
    """How many posts are off message."""
    looked_at: int
    """How many of them were compared."""
    themes: tuple[Theme, ...]
    """The largest first; what isn't in one is about something of its own."""


class Measure(StrEnum):
    """A figure of an audience that is compared with peers'; a count of none is taken for one."""

    ENGAGEMENT_RATE = "engagement_rate"
    """Likes and comments by followers."""
    LIKES_PER_COMMENT = "likes_per_comment"
    SHARES_PER_LIKE = "shares_per_like"
    VIEWS_PER_FOLLOWER = "views_per_follower"
    LIKES_PER_VIEW = "likes_per_view"
    FOLLOWER_GROWTH = "follower_growth"
    """Followers by those at the creator's post before, on the same platform."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Peers:
    """Whom a figure is compared with: other creators' posts of the same campaign."""

    platform: str
    """Empty where all platforms are in it."""
    tier: str
    """Empty where all sizes are in it."""
    posts: int
    median: float


@dataclass(frozen=True, kw_only=True, slots=True)
class AudienceSignal:
    """A figure far from its peers': something to look at, and no proof of anything."""

    measure: Measure
    post_id: str
    creator: str
    value: float
    times: float
    """The value by the peers' median."""
    p_value: float
    """Adjusted so that of the signals shown a share of at most the level is expected to be chance."""
    peers: Peers


@dataclass(frozen=True, kw_only=True, slots=True)
class TierSummary:
    """Creators of one size."""

    tier: str
    at_least: int
    """Followers from which on a creator is in it."""
    creators: int
    posts: int
    engagement_rate: float | None = None
    """Median over their posts; ``None`` where likes or comments aren't known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Audience:
    """What the counts of followers, likes, comments, shares and views show."""

    source: str
    """Where the tiers are from."""
    tiers: tuple[TierSummary, ...]
    compared: int
    """Figures that could be compared with peers."""
    level: float
    signals: tuple[AudienceSignal, ...]
    """The least likely first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Retrospective:
    """Everything that is seen over all posts."""

    pull_through: tuple[Slice, ...] = ()
    change: ChangeTest | None = None
    faults: tuple[SharedFault, ...] = ()
    themes: Themes | None = None
    copies: tuple[CopyGroup, ...] = ()
    brief_copies: tuple[BriefCopy, ...] = ()
    voices: tuple[CreatorVoice, ...] = ()
    audience: Audience | None = None
