"""The same wrong thing, said or left out by several creators, as one finding."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from consistency.judging.specifics import compare
from consistency.language.cleaning import fold
from consistency.records.brief import Brief
from consistency.records.findings import Label, PostFinding
from consistency.records.retrospective import SharedFault

_FEWEST_CREATORS = 2
_Key = tuple[str, str, str]
"""Kind, subject, and what is said as it is compared."""


def shared_faults(brief: Brief, posts: Sequence[PostFinding]) -> tuple[SharedFault, ...]:
    """Faults that several creators have in common, those of most creators first."""
    groups: dict[_Key, list[tuple[PostFinding, str]]] = defaultdict(list)
    for post in sorted(posts, key=lambda post: post.post.post_id):
        if post.post.creator:
            for key, said in dict(_faults(brief, post)).items():
                groups[key].append((post, said))
    found = [
        SharedFault(
            kind=kind,
            subject=subject,
            said=own[0][1],
            post_ids=tuple(post.post.post_id for post, _ in own),
            creators=creators,
        )
        for (kind, subject, _), own in groups.items()
        if len(creators := tuple(sorted({post.post.creator for post, _ in own}))) >= _FEWEST_CREATORS
    ]
    return tuple(sorted(found, key=lambda fault: (-len(fault.creators), fault.kind, fault.subject, fault.said)))


def _faults(brief: Brief, post: PostFinding) -> Iterator[tuple[_Key, str]]:
    """What is wrong in a post, once each, with the words that it is said in."""
    texts = {message.id: message.text for message in brief.messages}
    for message in post.messages:
        if message.label is Label.CONTRADICTS and message.evidence:
            changed = compare(texts[message.message_id], message.evidence.text).changed
            if changed:
                _, instead = changed[0]
                yield ("contradicts", message.message_id, f"{instead.dimension} {instead.value:g}"), instead.text
            else:
                yield ("contradicts", message.message_id, ""), message.evidence.text
    for claim in post.forbidden_claims:
        yield ("forbidden_claim", claim.id, ""), claim.evidence.text
    for broken in post.rules:
        yield (broken.rule, broken.expected, fold(broken.found)), broken.found
