"""Figures of an audience beside those of peers: what a lead may want to look at, never proof of anything.

A figure (a ratio of counts) is compared in logarithms with the median of other creators' posts of the same platform
and tier. How far figures usually are from their peers is one robust spread for the whole campaign (the median absolute
deviation from the peers' medians), since a peer group of a few posts can't tell its own; the uncertainty of the peers'
median is added. What stands out must be unlikely (Benjamini and Hochberg's control of the share of false discoveries,
over all figures of the report) and large: with thousands of posts the unlikely alone says little.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from types import MappingProxyType

import numpy as np

from consistency.records.captions import Post
from consistency.records.phrases import Phrase
from consistency.records.retrospective import Audience, AudienceSignal, Measure, Peers, TierSummary

TIERS: Mapping[str, int] = MappingProxyType(
    {"nano": 0, "micro": 10_000, "mid": 50_000, "macro": 500_000, "mega": 1_000_000}
)
"""Followers from which on a creator is in a tier; nano begins at 1,000, and smaller creators are counted with it."""
TIER_SOURCE = Phrase(
    "Mediakix, Standard Terminology in Influencer Marketing, tiers of Instagram"
    " (mediakix.com/influencer-marketing-resources/influencer-tiers, read 2026-11-24); used for other platforms too"
)
LEVEL = 0.05
_FEWEST_PEERS = 8
_FEWEST_CREATORS = 4
_LARGE: Mapping[Measure, float] = MappingProxyType(
    {measure: math.log(1.25 if measure is Measure.FOLLOWER_GROWTH else 5) for measure in Measure}
)
"""Logarithm of the factor from the peers' median from which on a figure is worth a look."""
_NORMAL = 1.4826
"""Standard deviations of a normal distribution in its median absolute deviation."""
_MEDIAN_NOISE = math.pi / 2
"""Variance of a median, in those of a mean."""
_LEAST_SPREAD = 0.02
_TAIL_DEGREES = 20
"""Of Student's distribution: engagement has heavier tails than a normal one, even in logarithms."""


@dataclass(frozen=True, slots=True)
class _Figure:
    measure: Measure
    post: Post
    value: float

    @property
    def log(self) -> float:
        return math.log(self.value)


@dataclass(frozen=True, slots=True)
class _Compared:
    figure: _Figure
    peers: Peers
    distance: float
    """Logarithm of the value by the peers' median."""


def look_at_audience(posts: Sequence[Post]) -> Audience | None:
    """Tiers and what stands out; ``None`` where no post tells its creator's followers."""
    known = sorted((post for post in posts if post.followers and post.creator), key=lambda post: post.post_id)
    if not known:
        return None
    compared = [one for figures in _figures(known).values() for one in _compare(figures)]
    return Audience(
        source=TIER_SOURCE,
        tiers=_tiers(known),
        compared=len(compared),
        level=LEVEL,
        signals=_signals(compared),
    )


def tier_of(followers: int) -> str:
    """The largest tier whose bound the followers reach."""
    return max((name for name, at_least in TIERS.items() if followers >= at_least), key=TIERS.__getitem__)


def _figures(posts: Sequence[Post]) -> dict[Measure, list[_Figure]]:
    figures: dict[Measure, list[_Figure]] = defaultdict(list)
    for post in posts:
        for measure, value in _values(post):
            figures[measure].append(_Figure(measure, post, value))
    histories: dict[tuple[str, str], list[Post]] = defaultdict(list)
    for post in posts:
        if post.posted_at:
            histories[post.creator, post.platform].append(post)
    for own in histories.values():
        own.sort(key=lambda post: (post.posted_at or date.min, post.post_id))
        for before, after in pairwise(own):
            if before.posted_at != after.posted_at:
                grown = (after.followers or 0) / (before.followers or 1)
                figures[Measure.FOLLOWER_GROWTH].append(_Figure(Measure.FOLLOWER_GROWTH, after, grown))
    return figures


def _values(post: Post) -> Iterator[tuple[Measure, float]]:
    """The figures of one post; a count of none is taken for one, so that it has a logarithm."""
    followers, likes, comments, shares, views = post.followers, post.likes, post.comments, post.shares, post.views
    if likes is not None and comments is not None:
        if followers:
            yield Measure.ENGAGEMENT_RATE, max(1, likes + comments) / followers
        yield Measure.LIKES_PER_COMMENT, max(1, likes) / max(1, comments)
    if likes is not None and shares is not None:
        yield Measure.SHARES_PER_LIKE, max(1, shares) / max(1, likes)
    if views:
        if followers:
            yield Measure.VIEWS_PER_FOLLOWER, views / followers
        if likes is not None:
            yield Measure.LIKES_PER_VIEW, max(1, likes) / views


def _compare(figures: Sequence[_Figure]) -> Iterator[_Compared]:
    """Each figure beside its peers; those with too few peers are left out."""
    groups: dict[tuple[str, str], list[_Figure]] = defaultdict(list)
    for figure in figures:
        for key in _groups_of(figure.post):
            groups[key].append(figure)
    logs = {key: np.array([one.log for one in group]) for key, group in groups.items()}
    creators = {key: np.array([one.post.creator for one in group]) for key, group in groups.items()}
    count = {key: len(set(own.tolist())) for key, own in creators.items()}
    for figure in figures:
        for key in _groups_of(figure.post):
            others = logs[key][creators[key] != figure.post.creator]
            if len(others) >= _FEWEST_PEERS and count[key] > _FEWEST_CREATORS:
                median = float(np.median(others))
                peers = Peers(platform=key[0], tier=key[1], posts=len(others), median=_short(math.exp(median)))
                yield _Compared(figure, peers, figure.log - median)
                break


def _groups_of(post: Post) -> tuple[tuple[str, str], ...]:
    """Platform and tier of the groups that a post is in, the narrowest first."""
    tier = tier_of(post.followers or 0)
    return (post.platform, tier), (post.platform, ""), ("", tier), ("", "")


def _signals(compared: Sequence[_Compared]) -> tuple[AudienceSignal, ...]:
    from scipy.special import stdtr
    from scipy.stats import false_discovery_control

    if not compared:
        return ()
    distances: dict[Measure, list[float]] = defaultdict(list)
    for one in compared:
        distances[one.figure.measure].append(abs(one.distance))
    spreads = {measure: max(_LEAST_SPREAD, _NORMAL * float(np.median(own))) for measure, own in distances.items()}
    noise = np.array([spreads[one.figure.measure] * math.sqrt(1 + _MEDIAN_NOISE / one.peers.posts) for one in compared])
    far = np.abs([one.distance for one in compared]) / noise
    p_values = false_discovery_control(2 * stdtr(_TAIL_DEGREES, -far))
    signals = [
        AudienceSignal(
            measure=one.figure.measure,
            post_id=one.figure.post.post_id,
            creator=one.figure.post.creator,
            value=_short(one.figure.value),
            times=_short(math.exp(one.distance)),
            p_value=_short(float(p_value)),
            peers=one.peers,
        )
        for one, p_value in zip(compared, p_values, strict=True)
        if p_value <= LEVEL and abs(one.distance) >= _LARGE[one.figure.measure]
    ]
    return tuple(sorted(signals, key=lambda one: (one.p_value, one.post_id, one.measure)))


def _tiers(posts: Sequence[Post]) -> tuple[TierSummary, ...]:
    """The tiers that there are; a creator is in that of the median of the followers given."""
    followers: dict[str, list[int]] = defaultdict(list)
    for post in posts:
        followers[post.creator].append(post.followers or 0)
    groups: dict[str, list[Post]] = defaultdict(list)
    for post in posts:
        groups[tier_of(int(np.median(followers[post.creator])))].append(post)
    return tuple(_tier(name, groups[name]) for name in TIERS if name in groups)


def _tier(name: str, posts: Sequence[Post]) -> TierSummary:
    rates = [value for post in posts for measure, value in _values(post) if measure is Measure.ENGAGEMENT_RATE]
    return TierSummary(
        tier=name,
        at_least=TIERS[name],
        creators=len({post.creator for post in posts}),
        posts=len(posts),
        engagement_rate=_short(float(np.median(rates))) if rates else None,
    )


def _short(value: float) -> float:
    """Four significant digits."""
    return float(f"{value:.4g}")
