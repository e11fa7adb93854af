"""Creators on the plane of message and voice: who carries the message, and who does so in own words."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from consistency.campaign.retrospective.wordings import RUN, Wording, covered, plain_words, runs
from consistency.records.brief import Brief
from consistency.records.findings import PostFinding
from consistency.records.retrospective import CreatorVoice, Standing

_MIDDLE = 0.5
"""Where the plane is divided, both ways."""


def place_creators(brief: Brief, posts: Sequence[PostFinding], wordings: Sequence[Wording]) -> tuple[CreatorVoice, ...]:
    """Each creator with judged posts, in order of their names."""
    own_words = _own_words(brief, wordings)
    of_creators: dict[str, list[PostFinding]] = defaultdict(list)
    for post in posts:
        if post.post.creator and post.post.post_id in own_words:
            of_creators[post.post.creator].append(post)
    return tuple(_placed(creator, own, own_words) for creator, own in sorted(of_creators.items()))


def _placed(creator: str, posts: Sequence[PostFinding], own_words: Mapping[str, float]) -> CreatorVoice:
    message = round(1 - sum(sorted(post.drift or 0.0 for post in posts)) / len(posts), 4)
    voice = round(sum(sorted(own_words[post.post.post_id] for post in posts)) / len(posts), 4)
    match message >= _MIDDLE, voice >= _MIDDLE:
        case True, True:
            standing = Standing.OWN_WORDS_ON_MESSAGE
        case True, False:
            standing = Standing.BORROWED_WORDS_ON_MESSAGE
        case False, True:
            standing = Standing.OWN_WORDS_OFF_MESSAGE
        case _:
            standing = Standing.BORROWED_WORDS_OFF_MESSAGE
    return CreatorVoice(creator=creator, posts=len(posts), message=message, voice=voice, standing=standing)


def _own_words(brief: Brief, wordings: Sequence[Wording]) -> dict[str, float]:
    """By post id the share of a caption's words that are its creator's own; posts without words are left out."""
    texts = [text for message in brief.messages for text in (message.text, *message.says)]
    of_brief = {run for text in [*texts, brief.about] for run in runs(plain_words(text), RUN)}
    # Of each run it is enough to know one creator that has it, and whether another one has it too.
    first: dict[tuple[str, ...], str] = {}
    shared = set(of_brief)
    for one in wordings:
        for run in runs(one.words, RUN):
            if first.setdefault(run, one.post.creator) != one.post.creator:
                shared.add(run)
    return {
        one.post.post_id: 1
        - covered((i for i, run in enumerate(runs(one.words, RUN)) if run in shared), len(one.words))
        for one in wordings
        if one.words
    }
