"""How close the segments of a caption come to each message of a brief.

A caption's similarity to a message is mostly the topic that all messages of a brief share: every post on a tea is near
every message on that tea. So the component along the brief's topic is taken away from both sides before they are
compared, and it is the best segment that counts, not the mean of a whole caption. On campaigns that took no part in
fitting, the best segment's residual similarity alone ranks conveying pairs about as well as many signals together
(``training/README.md`` has the figures).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from consistency.embedding import Embedder, Vectors
from consistency.judging.nearness import Nearness
from consistency.records.brief import Brief

SIGNALS = ("sentence", "unit", "second", "nearness")
"""The best sentence, the best of sentences and clauses, and the second best of them, in standard deviations above
ordinary caption segments; and the log odds that some unit bears on the message at all."""

Signals = NDArray[np.float64]
"""Shape ``(m, 4)``: for each message the :data:`SIGNALS`."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """The signals of one caption."""

    signals: Signals
    best: NDArray[np.intp]
    """Shape ``(m,)``: index of the nearest unit for each message."""

    @property
    def nearness(self) -> NDArray[np.float64]:
        """Log odds that some unit bears on each message; shape ``(m,)``."""
        return self.signals[:, SIGNALS.index("nearness")]


NOTHING_ALIGNED = Alignment(np.zeros((0, len(SIGNALS))), np.zeros(0, dtype=np.intp))
"""What any caption has of no messages."""


@cache
def background() -> tuple[str, ...]:
    """Ordinary segments of captions: what a similarity is compared with. From ``training/campaigns``."""
    text = files(__package__).joinpath("background.txt").read_text(encoding="utf-8")
    return tuple(text.splitlines())


def campaign_texts(brief: Brief) -> list[str]:
    """What the campaign is on, in words, beside its messages."""
    return [text for text in (brief.about, brief.product) if text]


def similarity(embedder: Embedder) -> Callable[[str, str], float]:
    """How near two texts are in meaning, -1..1: the cosine without what ordinary segments have in common."""
    mean = embedder.embed(background(), lambda _: None).mean(axis=0)

    def compare(one: str, other: str) -> float:
        first, second = _unit(embedder.embed([one, other], lambda _: None) - mean)
        return float(first @ second)

    return compare


class MessageSpace:
    """The messages of a brief without what they share."""

    def __init__(
        self, wordings: Sequence[Vectors], shared: Vectors, background_vectors: Vectors, nearness: Nearness
    ) -> None:
        """Take what messages are compared by.

        Args:
            wordings: for each message the vectors of its wordings, shape ``(w, d)``; its own text comes first.
            shared: vectors of :func:`campaign_texts`.
            background_vectors: those of :func:`background`.
            nearness: what tells whether a unit bears on a message.
        """
        self._nearness = nearness
        self._mean = background_vectors.mean(axis=0)
        # Other wordings don't move the topic, or a brief's messages would be judged anew for each wording added.
        texts = _unit(np.concatenate([np.stack([own[0] for own in wordings]), shared]) - self._mean)
        # One or two texts alone have nothing in common that isn't their message.
        self._topic = _unit(texts.mean(axis=0)) if len(texts) > 2 else np.zeros_like(self._mean)
        self._centred_wordings = _unit(np.concatenate(wordings) - self._mean)
        self._wordings = _unit(self._residual(self._centred_wordings))
        self._starts = np.cumsum([0, *map(len, wordings[:-1])])
        ordinary = self._similarities(self._centred(background_vectors))
        self._offset = ordinary.mean(axis=0)
        self._scale = ordinary.std(axis=0)

    def align(self, sentences: Vectors, clauses: Vectors) -> Alignment:
        """Compare the units of one caption with each message.

        Args:
            sentences: vectors of its sentences, shape ``(s, d)`` with ``s >= 1``.
            clauses: vectors of its clauses, shape ``(c, d)``.

        Returns:
            the signals, and for each message the index of its best unit, counted over sentences, then clauses.
        """
        units = self._centred(np.concatenate([sentences, clauses]))
        deviations = (self._similarities(units) - self._offset) / self._scale
        scores = self._of_messages(deviations)
        ranked = np.sort(scores, axis=0)
        second = ranked[-2] if len(ranked) > 1 else np.zeros(ranked.shape[1])
        nearness = self._of_messages(self._nearness(units, self._centred_wordings, deviations)).max(axis=0)
        signals = np.stack([scores[: len(sentences)].max(axis=0), ranked[-1], second, nearness], axis=1)
        return Alignment(signals=signals.astype(np.float64), best=scores.argmax(axis=0))

    def _of_messages(self, of_wordings: Vectors) -> Vectors:
        """The best of each message's wordings, which are columns."""
        best: Vectors = np.maximum.reduceat(of_wordings, self._starts, axis=1)
        return best

    def _centred(self, vectors: Vectors) -> Vectors:
        return _unit(vectors - self._mean)

    def _similarities(self, centred: Vectors) -> Vectors:
        return self._residual(centred) @ self._wordings.T

    def _residual(self, centred: Vectors) -> Vectors:
        residual: Vectors = centred - np.outer(centred @ self._topic, self._topic)
        return residual


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    unit: Vectors = vectors / lengths
    return unit
