"""Drafts beside what went live, and one run beside another: what was lost on the way."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import regex

from consistency.campaign.retrospective.wordings import wording_of
from consistency.errors import ConsistencyError
from consistency.language.cleaning import fold
from consistency.records.captions import Captions, Post
from consistency.records.comparison import (
    ComparedPost,
    Comparison,
    Difference,
    Kind,
    MessageShift,
    PostState,
    RunState,
    WordChange,
)
from consistency.records.findings import JUDGED, Label

LIKENESS = 0.4
"""Share of words kept from which on a post may be a draft gone live."""
_SAME_PLATFORM = 0.05
"""What a common platform adds where one caption was drafted for several."""
_MOST_PAIRS = 4_000_000
_WORST_LABEL_LAST = (Label.CONVEYS, Label.PARTIAL, Label.ABSENT, Label.CONTRADICTS)
_TOKEN = regex.compile(r"\S+")
_AROUND = regex.compile(r"^[^\p{L}\p{N}#@]+|[^\p{L}\p{N}]+$")


@dataclass(frozen=True, slots=True)
class _Pair:
    before: Post
    after: Post
    likeness: float


def compare_captions(
    drafts: Captions, live: Captions, states: tuple[RunState, RunState] | None, names: tuple[str, str]
) -> Comparison:
    """Match each draft with the post that it became, and tell what changed.

    A draft and a post go together by creator and text, one to one. ``states`` are both sides as judged against the
    brief; without them only words are compared.

    Raises:
        ConsistencyError: too many posts have no creator to match them by.
    """
    pairs = list(_match(drafts.posts, live.posts))
    before = {state.post_id: state for state in states[0].posts} if states else {}
    after = {state.post_id: state for state in states[1].posts} if states else {}
    posts = []
    for pair in pairs:
        of_draft, of_post = before.get(pair.before.post_id), after.get(pair.after.post_id)
        posts.append(
            ComparedPost(
                before_id=pair.before.post_id,
                after_id=pair.after.post_id,
                creator=pair.after.creator or pair.before.creator,
                words=_word_change(pair),
                differences=tuple(_differences(of_draft, of_post)) if of_draft and of_post else (),
            )
        )
    matched = {pair.before.post_id for pair in pairs}, {pair.after.post_id for pair in pairs}
    return Comparison(
        before=names[0],
        after=names[1],
        facts={},
        posts=tuple(posts),
        only_before=tuple(post.post_id for post in drafts.posts if post.post_id not in matched[0]),
        only_after=tuple(post.post_id for post in live.posts if post.post_id not in matched[1]),
        messages=_shifts(*states) if states else (),
    )


def compare_runs(before: RunState, after: RunState) -> Comparison:
    """Two reports side by side, post by post of one id."""
    known = {post.post_id: post for post in after.posts}
    there = {post.post_id for post in before.posts}
    return Comparison(
        before=before.name,
        after=after.name,
        facts={
            fact: (before.facts[fact], after.facts[fact])
            for fact in before.facts
            if fact in after.facts and before.facts[fact] != after.facts[fact]
        },
        posts=tuple(
            ComparedPost(
                before_id=post.post_id,
                after_id=post.post_id,
                creator=post.creator,
                differences=tuple(_differences(post, known[post.post_id])),
            )
            for post in before.posts
            if post.post_id in known
        ),
        only_before=tuple(post.post_id for post in before.posts if post.post_id not in known),
        only_after=tuple(post.post_id for post in after.posts if post.post_id not in there),
        messages=_shifts(before, after),
    )


def _match(drafts: Sequence[Post], live: Sequence[Post]) -> Iterator[_Pair]:
    """Pairs in the order of the drafts: of each creator the assignment that keeps most words over all pairs."""
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cdist
    from scipy.optimize import linear_sum_assignment

    by_creator = any(post.creator for post in drafts) and any(post.creator for post in live)
    sides: tuple[Mapping[str, list[Post]], Mapping[str, list[Post]]] = defaultdict(list), defaultdict(list)
    for side, posts in zip(sides, (drafts, live), strict=True):
        for post in posts:
            side[fold(post.creator).lstrip("@") if by_creator else ""].append(post)
    words = {id(post): wording_of(post).words for post in (*drafts, *live)}
    found = {}
    for creator, own in sides[0].items():
        others = sides[1].get(creator, [])
        if len(own) * len(others) > _MOST_PAIRS:
            raise ConsistencyError(
                f"{len(own)} drafts and {len(others)} posts can't be told apart by creator; name the column with"
                ' --map creator="..."'
            )
        likeness = cdist(
            [words[id(post)] for post in own],
            [words[id(post)] for post in others],
            scorer=Indel.normalized_similarity,
        ).astype(np.float64)
        platforms = np.array([[bool(a.platform) and a.platform == b.platform for b in others] for a in own])
        scores = np.where(likeness >= LIKENESS, likeness + _SAME_PLATFORM * platforms.reshape(likeness.shape), 0)
        for row, column in zip(*linear_sum_assignment(scores, maximize=True), strict=True):
            if scores[row, column] > 0:
                found[id(own[row])] = _Pair(own[row], others[column], round(float(likeness[row, column]), 4))
    return (found[id(draft)] for draft in drafts if id(draft) in found)


def _word_change(pair: _Pair) -> WordChange:
    """Runs of words of either caption that the other doesn't have; case, diacritics and punctuation don't count."""
    from rapidfuzz.distance import LCSseq

    tokens = [list(_TOKEN.finditer(post.caption)) for post in (pair.before, pair.after)]
    keys = [[_key(token.group()) for token in own] for own in tokens]
    lost, added = [], []
    for change in LCSseq.opcodes(*keys):
        if change.tag == "delete":
            lost.append(_run(pair.before.caption, tokens[0][change.src_start : change.src_end]))
        elif change.tag == "insert":
            added.append(_run(pair.after.caption, tokens[1][change.dest_start : change.dest_end]))
    return WordChange(likeness=pair.likeness, lost=tuple(lost), added=tuple(added))


def _key(token: str) -> str:
    plain = fold(token)
    return _AROUND.sub("", plain) or plain


def _run(caption: str, tokens: Sequence["regex.Match[str]"]) -> str:
    return " ".join(caption[tokens[0].start() : tokens[-1].end()].split())


def _differences(before: PostState, after: PostState) -> Iterator[Difference]:
    if before.verdict is not after.verdict:
        judged = before.verdict in JUDGED and after.verdict in JUDGED
        yield Difference(
            kind=Kind.VERDICT,
            subject="",
            before=before.verdict,
            after=after.verdict,
            worse=judged and JUDGED.index(after.verdict) < JUDGED.index(before.verdict),
        )
    for message_id, label in before.labels.items():
        now = after.labels.get(message_id, label)
        if now is not label:
            worse = _WORST_LABEL_LAST.index(now) > _WORST_LABEL_LAST.index(label)
            yield Difference(kind=Kind.MESSAGE, subject=message_id, before=label, after=now, worse=worse)
    for claim in sorted(before.forbidden ^ after.forbidden):
        made = claim in after.forbidden
        states = ("not made", "made") if made else ("made", "not made")
        yield Difference(kind=Kind.FORBIDDEN_CLAIM, subject=claim, before=states[0], after=states[1], worse=made)
    for rule, expected in sorted(before.broken ^ after.broken):
        broken = (rule, expected) in after.broken
        states = ("kept", "broken") if broken else ("broken", "kept")
        yield Difference(kind=Kind.RULE, subject=rule, detail=expected, before=states[0], after=states[1], worse=broken)


def _shifts(before: RunState, after: RunState) -> tuple[MessageShift, ...]:
    """Of each message that both sides know."""
    shares = [_pull_through(state.posts) for state in (before, after)]
    return tuple(
        MessageShift(message_id=message_id, before=share, after=shares[1][message_id])
        for message_id, share in shares[0].items()
        if message_id in shares[1]
    )


def _pull_through(posts: Sequence[PostState]) -> dict[str, float]:
    labels: dict[str, list[Label]] = defaultdict(list)
    for post in posts:
        for message_id, label in post.labels.items():
            labels[message_id].append(label)
    return {message_id: round(own.count(Label.CONVEYS) / len(own), 4) for message_id, own in labels.items()}
