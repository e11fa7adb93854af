"""What is seen over all posts: pull-through by message, standing by creator."""

from collections import Counter
from collections.abc import Iterable, Sequence

from consistency.records.brief import Brief
from consistency.records.findings import JUDGED, CreatorSummary, Label, MessageSummary, PostFinding


def summarise_messages(brief: Brief, posts: Sequence[PostFinding]) -> tuple[MessageSummary, ...]:
    """Counts and pull-through of each message, in the order of the brief."""
    counts = {message.id: Counter[Label]() for message in brief.messages}
    for post in posts:
        for found in post.messages:
            counts[found.message_id][found.label] += 1
    return tuple(
        MessageSummary(
            message_id=message_id,
            pull_through=round(said[Label.CONVEYS] / len(posts), 4) if posts else 0.0,
            counts={label: said[label] for label in Label},
        )
        for message_id, said in counts.items()
    )


def summarise_creators(posts: Iterable[PostFinding]) -> tuple[CreatorSummary, ...]:
    """Each creator's posts, in the order of the creators' names; posts without a creator are left out."""
    import pandas as pd

    rows = [(post.post.creator, post.verdict.value, post.drift) for post in posts if post.post.creator]
    table = pd.DataFrame(rows, columns=["creator", "verdict", "drift"])
    return tuple(
        CreatorSummary(
            creator=str(creator),
            posts=len(own),
            verdicts={verdict: int((own["verdict"] == verdict.value).sum()) for verdict in JUDGED},
            drift=round(float(own["drift"].sort_values().mean()), 4),
        )
        for creator, own in table.groupby("creator", sort=True)
    )
