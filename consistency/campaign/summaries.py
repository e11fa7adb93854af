"""What is seen over all posts: pull-through by message, standing by creator."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from consistency.records.brief import Brief
from consistency.records.findings import JUDGED, CreatorSummary, Label, MessageSummary, PostFinding


def count_labels(posts: Iterable[PostFinding]) -> Counter[tuple[str, Label]]:
    """How many of the posts have each label, by message and label."""
    return Counter((found.message_id, found.label) for post in posts for found in post.messages)


def summarise_messages(brief: Brief, counts: Mapping[tuple[str, Label], int], posts: int) -> tuple[MessageSummary, ...]:
    """Counts and pull-through of each message over that many posts, in the order of the brief."""
    return tuple(
        MessageSummary(
            message_id=message.id,
            pull_through=round(counts.get((message.id, Label.CONVEYS), 0) / posts, 4) if posts else 0.0,
            counts={label: counts.get((message.id, label), 0) for label in Label},
        )
        for message in brief.messages
    )


def summarise_creators(posts: Iterable[PostFinding]) -> tuple[CreatorSummary, ...]:
    """Each creator's posts, in the order of the creators' names; posts without a creator are left out."""
    by_creator: dict[str, list[PostFinding]] = {}
    for post in posts:
        if post.post.creator:
            by_creator.setdefault(post.post.creator, []).append(post)
    found = []
    for creator, own in sorted(by_creator.items()):
        drifts = [post.drift for post in own if post.drift is not None]
        found.append(
            CreatorSummary(
                creator=creator,
                posts=len(own),
                verdicts={verdict: sum(post.verdict is verdict for post in own) for verdict in JUDGED},
                drift=round(math.fsum(drifts) / len(drifts), 4),
            )
        )
    return tuple(found)
