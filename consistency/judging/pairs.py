"""The judge on plain pairs of a text and a claim, so that anyone can measure it on a public set."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from consistency.embedding import Embedder
from consistency.judging.judge import Judge
from consistency.judging.readings import CONTRADICTS, CONVEYS, PairReader
from consistency.language import segment
from consistency.records.brief import Brief, Message


def judge_pairs(
    texts: Sequence[str], claims: Sequence[str], embedder: Embedder, reader: PairReader
) -> NDArray[np.float64]:
    """Chances that each text conveys its claim, contradicts it, or does neither.

    Args:
        texts: ``n`` texts, such as captions.
        claims: ``n`` claims, the i-th for the i-th text.
        embedder: from ``load_embedder``.
        reader: from ``load_reader``.

    Returns:
        shape ``(n, 3)``: conveys, contradicts, neither; rows sum to 1 and don't depend on each other. A text without
        words does neither.

    Raises:
        ValueError: there aren't as many claims as texts.
    """
    if len(texts) != len(claims):
        raise ValueError(f"{len(texts)} texts and {len(claims)} claims; expected a claim for each text")
    chances = np.tile([0.0, 0.0, 1.0], (len(texts), 1))
    rows_of: dict[str, list[int]] = {}
    for row, claim in enumerate(claims):
        rows_of.setdefault(claim, []).append(row)
    cut = {text: segment(text) for text in dict.fromkeys(texts)}
    for claim, rows in rows_of.items():
        readable = [row for row in rows if cut[texts[row]].sentences]
        # A brief of this claim alone: nothing else that a text says can change what it says of the claim.
        judge = Judge(Brief(campaign="pairs", messages=(Message(id="claim", text=claim),)), embedder, reader)
        for row, judgement in zip(
            readable, judge.judge([cut[texts[row]] for row in readable], lambda _: None), strict=True
        ):
            probabilities = judgement.messages[0].probabilities
            said = probabilities[[CONVEYS, CONTRADICTS]]
            chances[row] = [*said, 1 - said.sum()]
    return chances
