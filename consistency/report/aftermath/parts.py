"""What every part is made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from consistency.records.findings import CampaignReport
from consistency.records.phrases import Phrase
from consistency.report.cards import anchor, whole_percent

NAMES = 8
"""Names in a sentence, and observations that are seen at once; a table or list has all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A way to a post's card."""

    anchor: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """One thing that was seen."""

    words: Phrase
    quote: str = ""
    """A caption's own words that show it."""
    details: tuple[Phrase, ...] = ()
    posts: tuple[Link, ...] = ()
    """Where it was seen."""

    @property
    def where(self) -> Phrase:
        """How many posts that are."""
        return Phrase("{count} captions", count=len(self.posts))


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Cells of text; the first of a row is its head."""

    title: Phrase
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers_from: int = 1
    """The first column of numbers; they are the last ones."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A chart, with what it shows in words."""

    words: Phrase
    draw: Callable[[], Markup]
    legend: tuple[tuple[str, str, Phrase], ...] = ()
    """Of each sign the class that colours it, the sign and its words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One part of what is seen over all posts."""

    id: str
    title: Phrase
    observations: tuple[Observation, ...] = ()
    """The most important first."""
    notes: tuple[Phrase, ...] = ()
    """What else must be known to read them."""
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    limits: str = ""
    """What it can't tell."""

    @property
    def first(self) -> tuple[Observation, ...]:
        """The observations that are seen at once."""
        return self.observations[:NAMES]

    @property
    def more(self) -> tuple[Observation, ...]:
        """The others."""
        return self.observations[NAMES:]

    @property
    def more_words(self) -> Phrase:
        """How many others there are."""
        return Phrase("{count} more", count=len(self.more))


def links(report: CampaignReport, post_ids: Sequence[str]) -> tuple[Link, ...]:
    """The ways to posts, each by its creator and id."""
    creators: Mapping[str, str] = {found.post.post_id: found.post.creator for found in report.posts}
    return tuple(
        Link(anchor=anchor(post_id), words=" · ".join(filter(None, (creators.get(post_id), post_id))))
        for post_id in post_ids
    )


def named(names: Sequence[str]) -> Phrase:
    """The first names of a list, and how many more there are."""
    first = ", ".join(names[:NAMES])
    if len(names) > NAMES:
        return Phrase("{names} and {count} more", names=first, count=len(names) - NAMES)
    return Phrase("{text}", text=first)


def percent(share: float) -> str:
    """A share as it is written."""
    return f"{whole_percent(share)} %"
