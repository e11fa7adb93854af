"""What off-message posts talk about instead: clusters of their meanings, named by their own words.

A post's vector is the mean of its sentences' without what ordinary captions and these posts have in common in their
language, so that Vietnamese and English posts on one subject come together, and without the campaign's topic. The
threshold and the least size were chosen on posts in which a theme was planted and on posts that have none in common;
``tests/bench/retrospective.py`` has the rates.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from consistency.campaign.retrospective.copies import excerpt
from consistency.embedding import Embedder, Vectors
from consistency.judging.alignment import background, campaign_texts
from consistency.language import segment
from consistency.language.cleaning import fold, normalise
from consistency.language.detection import main_language
from consistency.language.matching import words
from consistency.records.brief import Brief
from consistency.records.findings import PostFinding, Verdict
from consistency.records.retrospective import Theme, Themes
from consistency.rules.packs import disclosing

LANGUAGES = ("en", "vi")
"""Told apart beside the brief's own."""
FEWEST_POSTS = 5
LEAST_SHARE = 0.13
"""Share of the off-message posts that a theme has at least: among many posts, a few are alike by chance."""
FEWEST_CREATORS = 3
LIKENESS = 0.17
"""Mean cosine of two parts of a theme from which on they are one."""
_MOST_POSTS = 2_000
"""Clustering compares all pairs, so more posts than this are looked at by a sample."""
_SHOWN_WORDS = 5
FEWEST_NAMED = 3
"""Posts of a theme that have a word that names it, at least."""
LEVEL = 0.001
"""Chance that anything is named where words have nothing to do with the clusters, over a language's words and all
clusters. It is small because the clusters are of what posts mean, which has to do with their words."""

_Words = tuple[str, set[str]]
"""The language of a caption, and its words."""


@dataclass(frozen=True, slots=True)
class _Talk:
    """An off-message post and its sentences."""

    finding: PostFinding
    sentences: tuple[str, ...]


def find_themes(brief: Brief, posts: Sequence[PostFinding], embedder: Embedder) -> Themes | None:
    """The themes of the off-message posts; ``None`` where there are too few of them for one."""
    off = [post for post in posts if post.verdict is Verdict.OFF_MESSAGE]
    if len(off) < FEWEST_POSTS:
        return None
    among = sorted({*LANGUAGES, *brief.languages})
    # By digest: a sample that has nothing to do with the posts' order or names.
    sample = sorted(off, key=lambda post: hashlib.sha256(post.post.post_id.encode("utf-8", "replace")).digest())
    talks = [talk for post in sample[:_MOST_POSTS] if (talk := _Talk(post, _sentences(brief, post))).sentences]
    vectors = _vectors(brief, talks, embedder, among)
    spoken = {post.post.post_id: _words(main_language([post.post.caption], among), post.post.caption) for post in posts}
    ordinary = [_words(main_language([text], among), text) for text in background()]
    clusters = [
        members
        for members in _clusters(vectors)
        if len({talks[index].finding.post.creator for index in members}) >= FEWEST_CREATORS
    ]
    themes = []
    for members in clusters:
        own = [talks[index].finding for index in members]
        ids = {post.post.post_id for post in own}
        names = _names(
            [words for post_id, words in spoken.items() if post_id in ids],
            [*(words for post_id, words in spoken.items() if post_id not in ids), *ordinary],
            LEVEL / len(clusters),
        )
        if names:
            themes.append(_theme(own, vectors[members], names))
    themes.sort(key=lambda theme: (-len(theme.post_ids), theme.post_ids))
    return Themes(off_message=len(off), looked_at=len(talks), themes=tuple(themes))


def _sentences(brief: Brief, post: PostFinding) -> tuple[str, ...]:
    """A caption's sentences, but those that only say that it is advertising: most posts of a market share them."""
    texts = [one.text for one in segment(post.post.caption, brief.require.hashtags).sentences]
    return tuple(text for text in texts if not {fold(word.text) for word in words(normalise(text))} <= disclosing())


def _vectors(brief: Brief, talks: Sequence[_Talk], embedder: Embedder, among: Sequence[str]) -> Vectors:
    """Unit vectors of what posts talk about, shape ``(n, d)``."""
    on_campaign = [*campaign_texts(brief), *(message.text for message in brief.messages)]
    texts = [*background(), *(sentence for talk in talks for sentence in talk.sentences), *on_campaign]
    vectors = embedder.embed(texts, lambda _: None)
    languages = np.array([main_language([text], among) for text in texts])
    ordinary = np.arange(len(texts)) < len(texts) - len(on_campaign)
    means = {one: vectors[ordinary & (languages == one)].mean(axis=0) for one in set(languages[ordinary].tolist())}
    overall = vectors[ordinary].mean(axis=0)
    centred = _unit(vectors - np.stack([means.get(one, overall) for one in languages.tolist()]))
    topic = _unit(centred[~ordinary].mean(axis=0))
    ends = len(background()) + np.cumsum([len(talk.sentences) for talk in talks])
    of_talks = np.split(centred, [len(background()), *ends])[1:-1]
    found = _unit(np.stack([own.mean(axis=0) for own in of_talks]))
    return _unit(found - np.outer(found @ topic, topic))


def _clusters(vectors: Vectors) -> Iterator[NDArray[np.intp]]:
    """Indices of the members of each cluster that is large enough."""
    from sklearn.cluster import AgglomerativeClustering

    distances = np.clip(1 - vectors @ vectors.T, 0, 2)
    clustering = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - LIKENESS
    )
    labels = clustering.fit_predict(distances)
    for label in range(labels.max() + 1):
        members = np.flatnonzero(labels == label)
        if len(members) >= max(FEWEST_POSTS, LEAST_SHARE * len(vectors)):
            yield members


def _theme(posts: Sequence[PostFinding], vectors: Vectors, names: dict[str, tuple[str, ...]]) -> Theme:
    typical = np.round(vectors @ vectors.mean(axis=0), 4).tolist()
    order = [post.post for _, post in sorted(zip(typical, posts, strict=True), key=_most_typical)]
    return Theme(
        words=names,
        post_ids=tuple(post.post_id for post in order),
        creators=tuple(sorted({post.creator for post in order} - {""})),
        excerpt=excerpt(order[0].caption),
    )


def _most_typical(row: tuple[float, PostFinding]) -> tuple[float, str]:
    return -row[0], row[1].post.post_id


def _words(language: str, caption: str) -> _Words:
    """A caption's words and pairs of words, in lower case; those of tags, handles and disclosure aside."""
    said = [word.text for word in words(normalise(caption)) if not word.tag]
    plain = [word for word in said if fold(word) not in disclosing()]
    pairs = {f"{one} {other}" for one, other in pairwise(plain)}
    return language, {word for word in plain if word.isalpha()} | pairs


def _names(inside: Sequence[_Words], outside: Sequence[_Words], level: float) -> dict[str, tuple[str, ...]]:
    """By language the words that tell these posts from others; languages without any are left out."""
    found = {}
    for language in sorted({language for language, _ in inside}):
        own, others = ([words for code, words in side if code == language] for side in (inside, outside))
        if telling := _telling(own, others, level):
            found[language] = telling
    return found


def _telling(own: Sequence[set[str]], others: Sequence[set[str]], level: float) -> tuple[str, ...]:
    """The words that these posts have more often than chance makes, the least likely first; those of a pair once."""
    from scipy.stats import hypergeom

    inside, outside = Counter[str](), Counter[str]()
    for one in own:
        inside.update(one)
    for one in others:
        outside.update(one & inside.keys())
    tested = [word for word, count in inside.items() if count >= FEWEST_NAMED]
    counts = np.array([inside[word] for word in tested])
    everywhere = counts + [outside[word] for word in tested]
    p_values = hypergeom.sf(counts - 1, len(own) + len(others), everywhere, len(own))
    unlikely = {word: p for word, p in zip(tested, p_values.tolist(), strict=True) if p * len(tested) <= level}
    shown: list[str] = []
    for word in sorted(unlikely, key=lambda word: (unlikely[word], -len(word), word)):
        if not any(set(word.split()) & set(other.split()) for other in shown):
            shown.append(word)
    return tuple(shown[:_SHOWN_WORDS])


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = vectors / np.maximum(lengths, 1e-9)
    return unit
