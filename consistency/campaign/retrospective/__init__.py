"""What is seen over all posts once they are out; nothing of it goes into the finding of a post."""

from collections.abc import Sequence

from consistency.campaign.retrospective.audience import look_at_audience
from consistency.campaign.retrospective.change import find_change
from consistency.campaign.retrospective.copies import find_brief_copies, find_copies
from consistency.campaign.retrospective.faults import shared_faults
from consistency.campaign.retrospective.pull_through import slice_posts
from consistency.campaign.retrospective.themes import find_themes
from consistency.campaign.retrospective.voices import place_creators
from consistency.campaign.retrospective.wordings import wording_of
from consistency.embedding import Embedder
from consistency.records.brief import Brief
from consistency.records.findings import PostFinding
from consistency.records.retrospective import Retrospective

__all__ = ["look_back"]


def look_back(brief: Brief, posts: Sequence[PostFinding], embedder: Embedder | None) -> Retrospective:
    """Everything that is seen over all posts, the same in whatever order they were read.

    ``embedder`` is ``None`` where only rules were checked: then there are no sections that need messages.
    """
    creators = {post.post.creator for post in posts} - {""}
    wordings = [wording_of(post.post) for post in posts] if len(creators) > 1 else []
    judged = embedder is not None
    return Retrospective(
        pull_through=slice_posts(brief, posts) if judged else (),
        change=find_change(brief, posts) if judged else None,
        faults=shared_faults(brief, posts),
        themes=find_themes(brief, posts, embedder) if embedder is not None else None,
        copies=find_copies(wordings),
        brief_copies=find_brief_copies(brief, wordings),
        voices=place_creators(brief, posts, wordings) if judged else (),
        audience=look_at_audience([post.post for post in posts]),
    )
