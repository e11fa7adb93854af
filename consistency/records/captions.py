"""Posts as they were read, and the segments that their captions are cut into."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where something stands in the user's files."""

    source: str
    """The file as the user named it, with ``/`` between folders."""
    line: int
    """1-based line at which the post's row, or a draft's caption, starts."""

    def __str__(self) -> str:
        return f"{self.source}:{self.line}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """One caption with what is known about it."""

    post_id: str
    """Unique in a run; made from the content where the input has none, so that it doesn't depend on other posts."""
    place: Place
    caption: str
    """As it was read: code points untouched."""
    creator: str = ""
    platform: str = ""
    """In lower case: ``instagram``."""
    posted_at: date | None = None
    followers: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    views: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Skipped:
    """A post that can't be judged, with the reason."""

    place: Place
    reason: str
    post_id: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Captions:
    """Everything that was read: each row or draft is in ``posts`` or in ``skipped``."""

    posts: tuple[Post, ...]
    skipped: tuple[Skipped, ...]
    mappings: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """For each table its name and pairs (field, column) as they were understood."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """A sentence or clause of a caption."""

    text: str
    """Its words, cleaned for a model; not always a substring of the caption."""
    start: int
    end: int
    """Where it stands in the caption: ``caption[start:end]``, never empty."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SegmentedCaption:
    """The units of one caption that are compared with messages."""

    sentences: tuple[Segment, ...]
    clauses: tuple[Segment, ...]
    """The parts of those sentences that have more than one."""
