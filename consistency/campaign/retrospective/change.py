"""Whether what posts say changed at some day, tested so that a line through noise isn't taken for news.

Each message's pull-through, the drift and the share of contradictions are series over time. A series is split at
every day; the largest standardised difference between the two sides is its statistic. How large it gets where nothing
changes is found by permutation, of all series together and by the largest of them (Westfall and Young's max-T), so
that the level holds for the report as a whole: many series and many days don't add up to a false alarm.

Posts of one creator are alike and often near in time, so they aren't exchanged freely: creators with equally many
posts exchange all they said, and a creator's posts are shuffled among the creator's days. That is exact where
creators are alike but for chance and when they post has nothing to do with what they say.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from consistency.records.brief import Brief
from consistency.records.findings import Label, PostFinding, Verdict
from consistency.records.retrospective import Change, ChangeTest, Series, Sides

LEVEL = 0.05
PERMUTATIONS = 1999
_SEED = 8
_FEWEST_POSTS = 20
_FEWEST_ON_A_SIDE = 5
_LEAST_SHARE_OF_A_SIDE = 0.1
_AT_ONCE = 2_000_000
"""Figures of permuted series that are in memory at once."""

Table = NDArray[np.float64]
"""Shape ``(n, s)``: a row for each post in order of time, a column for each series."""


def find_change(brief: Brief, posts: Sequence[PostFinding]) -> ChangeTest | None:
    """The test over all posts with a date; ``None`` where they are too few, or on too few days.

    The same posts give the same result in any order.
    """
    dated = sorted(
        ((post.post.posted_at, post.post.post_id, post) for post in posts if post.post.posted_at),
        key=lambda row: row[:2],
    )
    days = [day for day, _, _ in dated]
    splits = _splits(days)
    if not splits:
        return None
    own = [post for _, _, post in dated]
    table = _table(own)
    creators = [post.post.creator or post.post.post_id for post in own]
    differences = _differences(table[None], table, splits)[0]
    largest = differences.max(axis=0)
    by_chance = np.zeros(PERMUTATIONS)
    first = 0
    for sources in _permutations(creators, max(1, _AT_ONCE // table.size)):
        permuted = _differences(table[sources], table, splits)
        by_chance[first : first + len(sources)] = permuted.max(axis=(1, 2))
        first += len(sources)
    changes = []
    for column, (series, message_id) in enumerate(_series(brief)):
        at = splits[int(differences[:, column].argmax())]
        p_value = round((1 + int((by_chance >= largest[column] - 1e-9).sum())) / (1 + PERMUTATIONS), 4)
        changes.append(
            Change(
                series=series,
                message_id=message_id,
                first_day=days[at],
                means=_sides(table[:at, column], table[at:, column]),
                p_value=p_value,
                found=p_value <= LEVEL,
                same_creators=_same_creators(table[:, column], creators, at),
            )
        )
    changes.sort(key=lambda change: change.p_value)
    return ChangeTest(level=LEVEL, permutations=PERMUTATIONS, posts=len(days), changes=tuple(changes))


def _series(brief: Brief) -> list[tuple[Series, str]]:
    of_messages = [(Series.MESSAGE, message.id) for message in brief.messages]
    return [*of_messages, (Series.DRIFT, ""), (Series.CONTRADICTS, "")]


def _table(posts: Sequence[PostFinding]) -> Table:
    return np.array(
        [
            [
                *(message.label is Label.CONVEYS for message in post.messages),
                post.drift or 0.0,
                post.verdict is Verdict.CONTRADICTS,
            ]
            for post in posts
        ],
        dtype=np.float64,
    )


def _splits(days: Sequence[date]) -> list[int]:
    """Indices at which a new day begins, with enough posts on both sides; none where the posts are too few."""
    total = len(days)
    if total < _FEWEST_POSTS:
        return []
    least = max(_FEWEST_ON_A_SIDE, int(_LEAST_SHARE_OF_A_SIDE * total))
    return [at for at in range(least, total - least + 1) if days[at] != days[at - 1]]


def _differences(permuted: NDArray[np.float64], table: Table, splits: Sequence[int]) -> NDArray[np.float64]:
    """Standardised differences of the two sides, shape ``(b, splits, s)``, of tables of shape ``(b, n, s)``."""
    total = len(table)
    at = np.asarray(splits)
    sums = np.cumsum(permuted, axis=1)[:, at - 1]
    expected = at[:, None] * table.mean(axis=0)
    spread = np.sqrt(table.var(axis=0, ddof=1) * (at * (total - at) / total)[:, None])
    found: NDArray[np.float64] = np.abs(sums - expected) / np.where(spread > 1e-9, spread, np.inf)
    return found


def _permutations(creators: Sequence[str], at_once: int) -> Iterator[NDArray[np.intp]]:
    """For each permutation and each post the index of the post whose outcome it takes, some permutations at a time."""
    rng = np.random.default_rng(_SEED)
    own: dict[str, list[int]] = defaultdict(list)
    for index, creator in enumerate(creators):
        own[creator].append(index)
    by_count: dict[int, list[list[int]]] = defaultdict(list)
    for _, indices in sorted(own.items()):
        by_count[len(indices)].append(indices)
    blocks = [np.array(same) for _, same in sorted(by_count.items())]
    for first in range(0, PERMUTATIONS, at_once):
        sources = np.empty((min(at_once, PERMUTATIONS - first), len(creators)), dtype=np.intp)
        for row in sources:
            for block in blocks:
                row[block] = rng.permuted(rng.permutation(block), axis=1)
        yield sources


def _same_creators(column: NDArray[np.float64], creators: Sequence[str], at: int) -> Sides | None:
    both = set(creators[:at]) & set(creators[at:])
    stays = np.array([creator in both for creator in creators])
    return _sides(column[:at][stays[:at]], column[at:][stays[at:]]) if both else None


def _sides(before: NDArray[np.float64], after: NDArray[np.float64]) -> Sides:
    return Sides(
        before=round(float(before.mean()), 4),
        after=round(float(after.mean()), 4),
        posts_before=len(before),
        posts_after=len(after),
    )
