"""Posts as they were read, and the segments that their captions are cut into."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DayOrder(StrEnum):
    """Which of two numbers of a date is the day, where the year stands last."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where something stands in the user's files."""

    source: str
    """The file as the user named it, with ``/`` between folders and before the member of an archive."""
    line: int
    """1-based line at which the post's row, or a draft's caption, starts; what else ``unit`` says where it says it."""
    unit: str = ""
    """What ``line`` counts where the file isn't lines of text: ``record``, ``row``, ``sheet 'Nov', row``."""

    def __str__(self) -> str:
        return f"{self.source}, {self.unit} {self.line}" if self.unit else f"{self.source}:{self.line}"


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
class Note:
    """Something that the user should know about a file that was read all the same."""

    place: Place | None
    """Where; ``None`` where it is about a file or folder as a whole."""
    source: str
    text: str
    """What was found, what was expected, and where it helps, what to do next."""

    def __str__(self) -> str:
        return f"{self.place or self.source}: {self.text}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """How one table was understood."""

    source: str
    """The file, with the sheet where it has several: ``posts.xlsx, sheet 'Nov'``."""
    kind: str
    """The format, and where in it the posts stand: ``JSON, records of 'data'``."""
    encoding: str
    """Of its text; empty where the format settles it."""
    delimiter: str
    """Between cells; empty where there is none."""
    header: Place | None
    """Where the names of the columns stand; ``None`` where the table has none."""
    columns: tuple[tuple[str, str], ...]
    """Pairs (field, column) in the order of the fields; of two for one field, the first that isn't empty counts."""
    by_content: tuple[str, ...] = ()
    """The fields whose column was told by what it holds, not by its name."""
    unused: tuple[str, ...] = ()
    """The columns that no field is read from."""
    export: str = ""
    """The known export or interface whose shape the table has."""

    @property
    def described(self) -> str:
        """The format with what was found out of it: ``CSV, cp1258, delimiter ';'``."""
        delimiter = "tab" if self.delimiter == "\t" else repr(self.delimiter)
        return ", ".join(filter(None, [self.kind, self.encoding, self.delimiter and f"delimiter {delimiter}"]))

    @property
    def ids_are_made(self) -> bool:
        """Whether the table has no ids of posts, so that theirs are made from creator, date and caption."""
        return "post_id" not in dict(self.columns)


@dataclass(frozen=True, kw_only=True, slots=True)
class Captions:
    """Everything that was read: each row or draft is in ``posts`` or in ``skipped``."""

    posts: tuple[Post, ...]
    skipped: tuple[Skipped, ...]
    layouts: tuple[Layout, ...] = ()
    """For each table how it was understood."""
    notes: tuple[Note, ...] = ()


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
