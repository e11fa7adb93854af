"""What is drawn over time: means of each day or week."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from consistency.records.findings import PostFinding

_BY_WEEK_FROM = timedelta(days=45)
"""A campaign that lasts this long is shown by week, a shorter one by day."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeRow:
    """The posts of a day or week."""

    first: date
    """Its first day."""
    posts: int
    mean: float
    """Over its posts, 0..1."""


def is_by_week(posts: Iterable[PostFinding]) -> bool:
    """Whether dated posts span so long that they are shown by week."""
    days = [post.post.posted_at for post in posts if post.post.posted_at]
    return bool(days) and max(days) - min(days) >= _BY_WEEK_FROM


def time_rows(
    posts: Iterable[PostFinding], value: Callable[[PostFinding], float | None], *, by_week: bool
) -> tuple[TimeRow, ...]:
    """The means of the dated posts that have a value; empty where fewer than two days or weeks have one."""
    values: dict[date, list[float]] = defaultdict(list)
    for post in posts:
        day, own = post.post.posted_at, value(post)
        if day and own is not None:
            values[day - timedelta(days=day.weekday() if by_week else 0)].append(own)
    rows = tuple(
        TimeRow(first=first, posts=len(own), mean=round(sum(sorted(own)) / len(own), 2))
        for first, own in sorted(values.items())
    )
    return rows if len(rows) > 1 else ()
