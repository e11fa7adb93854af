"""The tutorial-style peer: one embedding per caption, cosine with each message, one threshold."""

from typing import Any

from consistency.campaign.verdicts import drift, verdict
from consistency.embedding import Embedder
from consistency.records.brief import Brief
from consistency.records.captions import Captions
from consistency.records.findings import Label, MessageFinding


def peer_report(brief: Brief, captions: Captions, embedder: Embedder, threshold: float) -> dict[str, Any]:
    """What the peer says, in the shape of our JSON report as far as it is scored."""
    texts = [post.caption for post in captions.posts]
    vectors = embedder.embed([*texts, *(message.text for message in brief.messages)], lambda _: None)
    similarities = vectors[: len(texts)] @ vectors[len(texts) :].T
    posts = []
    for post, row in zip(captions.posts, similarities, strict=True):
        found = [
            MessageFinding(
                message_id=message.id,
                label=Label.CONVEYS if similarity >= threshold else Label.ABSENT,
                probability=float(max(0, similarity)),
                evidence=None,
            )
            for message, similarity in zip(brief.messages, row, strict=True)
        ]
        posts.append(
            {
                "post_id": post.post_id,
                "verdict": verdict(brief, {message.message_id: message.label for message in found}),
                "drift": drift(brief, found),
                "messages": [
                    {"message_id": message.message_id, "label": message.label, "probability": message.probability}
                    for message in found
                ],
            }
        )
    return {"posts": posts}
