"""Captions that are nearly word for word the brief's or another creator's, found in linear time.

Posts are gone through in the order in which they appeared. An index keeps for each run of three words the first post
that has it; the few posts that share most runs are compared word by word. So a caption costs the same however many
others there are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from consistency.campaign.retrospective.wordings import RUN, Wording, covered, plain_words, runs
from consistency.records.brief import Brief
from consistency.records.retrospective import BriefCopy, CopyGroup

LIKENESS = 0.7
"""Share of words kept, in order, from which on a caption is a copy of another."""
_BLOCK = 3
_CANDIDATES = 3
_FEWEST_WORDS = 10
"""Shorter captions may be alike by chance."""
_BRIEF_SHARE = 0.6
"""Share of a message's words from which on it is the brief's own wording."""
_EXCERPT = 120


def by_appearance(wordings: Sequence[Wording]) -> list[Wording]:
    """The earliest first; those without a day last, then by id: the same whatever order they were read in."""
    return sorted(wordings, key=lambda one: (one.post.posted_at or date.max, one.post.post_id))


def find_copies(wordings: Sequence[Wording]) -> tuple[CopyGroup, ...]:
    """Groups of captions of at least two creators that are alike, the largest first.

    Posts without a creator are left out.
    """
    from rapidfuzz.distance import Indel

    firsts: dict[tuple[str, ...], int] = {}
    own = [one for one in by_appearance(wordings) if one.post.creator and len(one.words) >= _FEWEST_WORDS]
    leader = list(range(len(own)))
    likeness = [1.0] * len(own)
    for index, one in enumerate(own):
        blocks = set(runs(one.words, _BLOCK))
        shared = Counter(leader[firsts[block]] for block in blocks if block in firsts)
        for candidate, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_CANDIDATES]:
            kept = Indel.normalized_similarity(one.words, own[candidate].words, score_cutoff=LIKENESS)
            if kept >= LIKENESS:
                leader[index], likeness[index] = candidate, kept
                break
        for block in blocks:
            firsts.setdefault(block, index)
    groups: dict[int, list[int]] = defaultdict(list)
    for index, first in enumerate(leader):
        groups[first].append(index)
    found = [
        CopyGroup(
            post_ids=tuple(own[index].post.post_id for index in members),
            creators=creators,
            likeness=round(min(likeness[index] for index in members), 4),
            excerpt=excerpt(own[members[0]].post.caption),
        )
        for members in groups.values()
        if len(creators := _creators(own[index] for index in members)) > 1
    ]
    return tuple(sorted(found, key=lambda group: -len(group.post_ids)))


def find_brief_copies(brief: Brief, wordings: Sequence[Wording]) -> tuple[BriefCopy, ...]:
    """The messages whose own wording stands in captions, in the order of the brief."""
    copies = []
    for message in brief.messages:
        words = plain_words(message.text)
        own = runs(words, RUN)
        copying = [
            one
            for one in by_appearance(wordings)
            if own and covered(_found(own, set(runs(one.words, RUN))), len(words)) >= _BRIEF_SHARE
        ]
        if copying:
            copies.append(
                BriefCopy(
                    message_id=message.id,
                    post_ids=tuple(one.post.post_id for one in copying),
                    creators=_creators(iter(copying)),
                )
            )
    return tuple(copies)


def excerpt(text: str) -> str:
    """The first words of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1].rstrip() + "…"


def _found(own: Sequence[tuple[str, ...]], among: set[tuple[str, ...]]) -> Iterator[int]:
    return (start for start, run in enumerate(own) if run in among)


def _creators(wordings: Iterator[Wording]) -> tuple[str, ...]:
    return tuple(sorted({one.post.creator for one in wordings} - {""}))
