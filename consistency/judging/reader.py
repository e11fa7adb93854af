"""A cross-encoder over the embedded model: reads a caption beside a claim and says what the one does with the other.

The encoder is the default model's, with its layers trained on (``training/train_reader.py``); what training changed
ships as int8 differences with one scale a row, so that the package stays small. Two heads sit on it: one gives each
caption token a label, which teaches the encoder where the evidence stands; the other gives the pair its label, from
the first token and the tokens that look like evidence.
"""

import hashlib
from collections.abc import Sequence
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from consistency.embedding.batching import ROWS, fixed_batches
from consistency.embedding.embedders import Advance, quiet_loading
from consistency.judging.readings import ABSENT, LABELS, Pair, Reading

if TYPE_CHECKING:
    import torch

WEIGHTS = "reader.safetensors"
"""What ships: int8 differences to the default model's encoder, and the heads."""
_LONGEST_CAPTION = 160
_LONGEST_CLAIM = 48
_LONGEST = _LONGEST_CAPTION + _LONGEST_CLAIM + 8
_BOS, _EOS, _PAD = 0, 2, 1


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
        self.space = f"{model_folder.name} reader {_weights_digest()}"

    def read(self, pairs: Sequence[Pair], advance: Advance) -> list[Reading]:
        """See :class:`~consistency.judging.readings.PairReader`."""
        encoded = [encode(self._tokenizer, pair) for pair in pairs]
        found: list[Any] = [None] * len(pairs)
        for length, batch in fixed_batches([len(one.ids) for one in encoded], _LONGEST):
            for index, reading in zip(batch, self._read_batch([encoded[i] for i in batch], length), strict=True):
                found[index] = reading
            advance(len(batch))
        return found

    def _read_batch(self, batch: list[EncodedPair], length: int) -> list[Reading]:
        import torch

        filled = batch + batch[:1] * (ROWS - len(batch))
        with torch.inference_mode():
            logits, tokens = self._model(*collate(filled, length))
            chances = logits.softmax(dim=-1).numpy()
            looks = (1 - tokens.softmax(dim=-1)[..., ABSENT]).numpy()
        return [Reading(chances[row], _mean_of_pieces(looks[row], one.piece_ends)) for row, one in enumerate(batch)]

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._folder / "tokenizer.json"))

    @cached_property
    def _model(self) -> "torch.nn.Module":
        from safetensors.torch import load_file

        model = build_model(self._folder)
        with as_file(files(__package__).joinpath(WEIGHTS)) as path:
            packed = load_file(path)
        state = model.state_dict()
        for name, tensor in packed.items():
            if name.endswith(".difference"):
                own = name.removesuffix(".difference")
                state[own] = state[own] + tensor.float() * packed[f"{own}.scale"][:, None]
            elif not name.endswith(".scale"):
                state[name] = tensor.float()
        model.load_state_dict(state)
        return model.eval()


def encode(tokenizer: Any, pair: Pair) -> EncodedPair:
    """The tokens of a pair, cut to what the reader takes."""
    caption, ends = [_BOS], []
    for piece in pair.pieces:
        caption += tokenizer.encode(piece.text, add_special_tokens=False).ids
        ends.append(min(len(caption), _LONGEST_CAPTION))
    claim = tokenizer.encode(pair.claim, add_special_tokens=False).ids[:_LONGEST_CLAIM]
    return EncodedPair([*caption[:_LONGEST_CAPTION], _EOS, _EOS, *claim, _EOS], ends)


def collate(batch: Sequence[EncodedPair], length: int) -> "tuple[torch.Tensor, torch.Tensor, torch.Tensor]":
    """Ids, attention mask and caption mask, each of shape ``(len(batch), length)``."""
    import torch

    ids = torch.full((len(batch), length), _PAD)
    attention = torch.zeros(len(batch), length, dtype=torch.long)
    caption = torch.zeros(len(batch), length)
    for row, (tokens, piece_ends) in enumerate(batch):
        ids[row, : len(tokens)] = torch.tensor(tokens)
        attention[row, : len(tokens)] = 1
        caption[row, 1 : piece_ends[-1]] = 1
    return ids, attention, caption


def _mean_of_pieces(looks: NDArray[np.float32], ends: Sequence[int]) -> NDArray[np.float32]:
    starts = [1, *ends[:-1]]
    means = [looks[start:end].mean() if end > start else 0.0 for start, end in zip(starts, ends, strict=True)]
    return np.array(means, dtype=np.float32)


def build_model(model_folder: Path) -> "torch.nn.Module":
    """The cross-encoder on the default model's encoder, its heads untrained."""
    import torch
    from transformers import AutoModel

    quiet_loading()

    class CrossEncoder(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.enc = AutoModel.from_pretrained(
                model_folder, add_pooling_layer=False, local_files_only=True, use_safetensors=True
            )
            width = self.enc.config.hidden_size
            self.drop = torch.nn.Dropout(0.1)
            self.label = torch.nn.Linear(2 * width, len(LABELS))
            self.token = torch.nn.Linear(width, len(LABELS))

        def forward(self, ids: Any, attention: Any, caption: Any) -> tuple[Any, Any]:
            hidden = self.enc(input_ids=ids, attention_mask=attention).last_hidden_state.float()
            tokens = self.token(self.drop(hidden))
            # Tokens count by how little they look like absence of evidence; where none does, all count a little.
            looks = (1 - tokens.softmax(-1)[..., ABSENT] + 1e-4) * caption
            pooled = (hidden * looks[..., None]).sum(1) / looks.sum(1, keepdim=True).clamp_min(1e-6)
            return self.label(self.drop(torch.cat([hidden[:, 0], pooled], -1))), tokens

    return CrossEncoder()


def _weights_digest() -> str:
    return hashlib.sha256(files(__package__).joinpath(WEIGHTS).read_bytes()).hexdigest()[:16]
