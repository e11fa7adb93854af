"""The words that a caption is written in, for comparing wordings: no tags, handles or links, no case, no diacritics."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from consistency.language.cleaning import fold
from consistency.records.captions import Post

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_ASIDE = regex.compile(r"https?://\S+|www\.\S+|[#＃@＠]\s?[^\s#＃@＠]+|\p{Cf}")
RUN = 5
"""Words in a row that two texts have in common by copying; four stand together by chance often enough."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A post and its words."""

    post: Post
    words: tuple[str, ...]


def wording_of(post: Post) -> Wording:
    """The words of a post's caption."""
    return Wording(post, plain_words(_ASIDE.sub("", post.caption)))


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared."""
    return tuple(_WORD.findall(fold(text)))


def runs(words: Sequence[str], length: int) -> list[tuple[str, ...]]:
    """All runs of so many words in a row; run ``i`` begins at word ``i``."""
    return [tuple(words[start : start + length]) for start in range(len(words) - length + 1)]


def covered(found: Iterable[int], total: int) -> float:
    """Share of ``total`` words that stand in one of the runs of :data:`RUN` words that begin at the indices found."""
    inside = {word for start in found for word in range(start, start + RUN)}
    return len(inside) / total if total else 0.0
