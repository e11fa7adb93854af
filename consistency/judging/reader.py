"""A cross-encoder over the embedded model: reads a caption beside a claim and says what the one does with the other.

The encoder is the default model's, with its layers trained on (``training/train_reader.py``); what training changed
ships as int8 differences with one scale a row, so that the package stays small. Two heads sit on it: one gives each
caption token a label, which teaches the encoder where the evidence stands; the other gives the pair its label, from
the first token and the tokens that look like evidence.
"""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from consistency.embedding.embedders import Advance
from consistency.embedding.encoder import Encoder, Hidden, load_tokenizer, precision
from consistency.judging.readings import ABSENT, Pair, Reading

WEIGHTS = "reader.safetensors"
"""What ships: int8 differences to the default model's encoder, and the heads."""
_LONGEST_CAPTION = 160
_LONGEST_CLAIM = 48
_BOS, _EOS = 0, 2


class EncodedPair(NamedTuple):
    """``<s> caption </s></s> claim </s>`` in tokens."""

    ids: list[int]
    piece_ends: list[int]
    """Index after the last token of each piece of the caption; the first begins at 1."""


class ShippedReader:
    """Reads pairs with the shipped weights on the default model in a folder."""

    name = "shipped"

    def __init__(self, model_folder: Path) -> None:
        """Take the default model's folder; weights are loaded when the first pair is read."""
        self._folder = model_folder

    @cached_property
    def space(self) -> str:
        """See :class:`~consistency.judging.readings.PairReader`."""
        return f"{self._folder.name} reader {_weights_digest()} {precision()}"

    def read(self, pairs: Sequence[Pair], advance: Advance) -> list[Reading]:
        """See :class:`~consistency.judging.readings.PairReader`."""
        tokenizer = load_tokenizer(self._folder)
        encoded = [encode(tokenizer, pair) for pair in pairs]
        found: list[Any] = [None] * len(pairs)
        for states in self._encoder.hidden([one.ids for one in encoded]):
            for index, own in states.items():
                found[index] = _reading(own, encoded[index].piece_ends, self._heads)
            advance(len(states))
        return found

    @cached_property
    def _weights(self) -> "dict[str, NDArray[Any]]":
        from safetensors.numpy import load_file

        with as_file(files(__package__).joinpath(WEIGHTS)) as path:
            return load_file(path)

    @cached_property
    def _heads(self) -> "dict[str, NDArray[np.float32]]":
        """Weights of the heads by name."""
        return {name: tensor.astype(np.float32) for name, tensor in self._weights.items() if name[:4] != "enc."}

    @cached_property
    def _encoder(self) -> Encoder:
        return Encoder(self._folder, self._trained)

    def _trained(self, name: str, tensor: NDArray[np.float32]) -> NDArray[np.float32]:
        own = f"enc.{name}"
        difference = self._weights.get(f"{own}.difference")
        if difference is None:
            return self._weights.get(own, tensor)
        return np.asarray(tensor + difference.astype(np.float32) * self._weights[f"{own}.scale"][:, None])


def encode(tokenizer: Any, pair: Pair) -> EncodedPair:
    """The tokens of a pair, cut to what the reader takes."""
    caption, ends = [_BOS], []
    for piece in pair.pieces:
        caption += tokenizer.encode(piece.text, add_special_tokens=False).ids
        ends.append(min(len(caption), _LONGEST_CAPTION))
    claim = tokenizer.encode(pair.claim, add_special_tokens=False).ids[:_LONGEST_CLAIM]
    return EncodedPair([*caption[:_LONGEST_CAPTION], _EOS, _EOS, *claim, _EOS], ends)


def _reading(states: Hidden, piece_ends: Sequence[int], heads: Mapping[str, NDArray[np.float32]]) -> Reading:
    """What the heads say of the last layer's states of one pair."""
    looks = 1 - _softmax(_linear(states, heads, "token"))[:, ABSENT]
    # Tokens count by how little they look like absence of evidence; where none does, all count a little.
    caption = slice(1, piece_ends[-1])
    counts = looks[caption] + np.float32(1e-4)
    pooled = counts @ states[caption] / max(float(counts.sum()), 1e-6)
    chances = _softmax(_linear(np.concatenate([states[0], pooled]), heads, "label"))
    return Reading(chances, _mean_of_pieces(looks, piece_ends))


def _linear(states: Hidden, heads: Mapping[str, NDArray[np.float32]], head: str) -> NDArray[np.float32]:
    product: NDArray[np.float32] = states @ heads[f"{head}.weight"].T
    return product + heads[f"{head}.bias"]


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    chances: NDArray[np.float32] = powers / powers.sum(axis=-1, keepdims=True)
    return chances


def _mean_of_pieces(looks: NDArray[np.float32], ends: Sequence[int]) -> NDArray[np.float32]:
    starts = [1, *ends[:-1]]
    means = [looks[start:end].mean() if end > start else 0.0 for start, end in zip(starts, ends, strict=True)]
    return np.array(means, dtype=np.float32)


def _weights_digest() -> str:
    return hashlib.sha256(files(__package__).joinpath(WEIGHTS).read_bytes()).hexdigest()[:16]
