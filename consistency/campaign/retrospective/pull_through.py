"""Message by creator, platform and wave: the share of posts that conveys it, and of the audience that heard it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from consistency.records.brief import Brief
from consistency.records.findings import Label, PostFinding
from consistency.records.retrospective import Dimension, Heard, MessageShare, Slice, Weight

_QUARTER = timedelta(weeks=13)
_TAIL = 0.025
"""Chance on either side of the interval."""


def slice_posts(brief: Brief, posts: Sequence[PostFinding]) -> tuple[Slice, ...]:
    """The campaign, then each platform, wave and creator in order of their names, where they are known.

    A dimension of which there is only one value is the campaign again, and is left out; so is the campaign itself
    where nothing is known but its captions.
    """
    parts: list[tuple[Dimension, str, Sequence[PostFinding]]] = []
    wave = wave_of([post.post.posted_at for post in posts if post.post.posted_at])
    values: Mapping[Dimension, Callable[[PostFinding], str]] = {
        Dimension.PLATFORM: lambda post: post.post.platform,
        Dimension.WAVE: lambda post: wave(post.post.posted_at).isoformat() if post.post.posted_at else "",
        Dimension.CREATOR: lambda post: post.post.creator,
    }
    for dimension, value in values.items():
        groups: dict[str, list[PostFinding]] = defaultdict(list)
        for post in posts:
            groups[value(post)].append(post)
        unknown = groups.pop("", [])
        if len(groups) > 1 or (groups and unknown):
            parts += [(dimension, name, groups[name]) for name in sorted(groups)]
    if not parts and not any(getattr(post.post, weight) for post in posts for weight in Weight):
        return ()
    return tuple(_slice(brief, *part) for part in [(Dimension.CAMPAIGN, "", posts), *parts])


def wave_of(days: Sequence[date]) -> Callable[[date], date]:
    """The first day of a day's wave: of its week, or of its month where the days span more than a quarter."""
    if days and max(days) - min(days) > _QUARTER:
        return lambda day: day.replace(day=1)
    return lambda day: day - timedelta(days=day.weekday())


def _slice(brief: Brief, by: Dimension, value: str, posts: Sequence[PostFinding]) -> Slice:
    shares = []
    for index, message in enumerate(brief.messages):
        conveys = [post.messages[index].label is Label.CONVEYS for post in posts]
        low, high = _interval(sum(conveys), len(posts))
        shares.append(
            MessageShare(
                message_id=message.id,
                conveyed=sum(conveys),
                share=round(sum(conveys) / len(posts), 4),
                low=low,
                high=high,
                heard=_heard(posts, conveys),
            )
        )
    return Slice(by=by, value=value, posts=len(posts), messages=tuple(shares))


def _heard(posts: Sequence[PostFinding], conveys: Sequence[bool]) -> dict[Weight, Heard]:
    heard = {}
    for weight in Weight:
        known = [
            (audience, said)
            for post, said in zip(posts, conveys, strict=True)
            if (audience := getattr(post.post, weight)) is not None
        ]
        total = sum(audience for audience, _ in known)
        if total:
            share = round(sum(audience for audience, said in known if said) / total, 4)
            heard[weight] = Heard(share=share, posts=len(known))
    return heard


def _interval(conveyed: int, posts: int) -> tuple[float, float]:
    """Jeffreys' interval, as Brown, Cai and DasGupta (2001) advise for a proportion of few posts."""
    from scipy.special import betaincinv

    alpha, beta = conveyed + 0.5, posts - conveyed + 0.5
    low = float(betaincinv(alpha, beta, _TAIL)) if conveyed else 0.0
    high = float(betaincinv(alpha, beta, 1 - _TAIL)) if conveyed < posts else 1.0
    return round(low, 4), round(high, 4)
