"""A cross-encoder over the embedded model: reads a caption beside a claim and says what the one does with the other.

The encoder is the default model's, with its layers trained on (``training/train_reader.py``); what training changed
ships as int8 differences with one scale a row, so that the package stays small. Two heads sit on it: one gives each
caption token a label, which teaches the encoder where the evidence stands; the other gives the pair its label, from
the first token and the tokens that look like evidence.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from consistency.embedding import VectorStore
from consistency.embedding.batching import ROWS, fixed_batches
from consistency.embedding.embedders import Advance, quiet_loading
from consistency.records.captions import SegmentedCaption
from consistency.records.findings import Label

if TYPE_CHECKING:
    import torch

WEIGHTS = "reader.safetensors"
"""What ships: int8 differences to the default model's encoder, and the heads."""
LABELS = tuple(Label)
"""Order of the columns of what is read."""
WINDOW = 360
"""Characters of a caption that are read at once, in whole sentences as far as they fit."""
OVERLAP = 120
"""Characters of a window that the next one begins with."""
_LONGEST_CAPTION = 160
_LONGEST_CLAIM = 48
_LONGEST = _LONGEST_CAPTION + _LONGEST_CLAIM + 8
_BOS, _EOS, _PAD = 0, 2, 1


@dataclass(frozen=True, slots=True)
class Pair:
    """What is read at once."""

    pieces: tuple[str, ...]
    """Clauses of a caption, in order."""
    claim: str

    @property
    def key(self) -> str:
        """Identifies the pair."""
        return "\x00".join((*self.pieces, "\x01", self.claim))


def windows(caption: SegmentedCaption) -> list[tuple[str, ...]]:
    """A caption's clauses in windows of whole sentences; a long caption has several, which overlap."""
    sentences = [
        tuple(
            clause.text for clause in caption.clauses if sentence.start <= clause.start and clause.end <= sentence.end
        )
        or (sentence.text,)
        for sentence in caption.sentences
    ]
    lengths = [sum(map(len, pieces)) for pieces in sentences]
    found = []
    first = 0
    while first < len(sentences):
        last = first + 1
        while last < len(sentences) and sum(lengths[first : last + 1]) <= WINDOW:
            last += 1
        found.append(tuple(piece for pieces in sentences[first:last] for piece in pieces))
        if last == len(sentences):
            break
        step = last
        while step > first + 1 and sum(lengths[step - 1 : last]) <= OVERLAP:
            step -= 1
        first = step
    return found


class Reader:
    """Reads pairs with the shipped weights on the default model in a folder."""

    def __init__(self, model_folder: Path, store: VectorStore) -> None:
        """Take the default model's folder, and a store for what was read once."""
        self._folder = model_folder
        self._store = store
        self._space = f"{model_folder.name} reader {_weights_digest()}"

    def read(self, pairs: Sequence[Pair], advance: Advance) -> NDArray[np.float32]:
        """Chances of :data:`LABELS`, shape ``(len(pairs), 4)``; rows don't depend on each other."""
        keys = [pair.key for pair in pairs]
        known = self._store.fetch(self._space, list(dict.fromkeys(keys)))
        missing = {pair.key: pair for pair in pairs if pair.key not in known}
        advance(len(pairs) - len(missing))
        if missing:
            rows = self._read_new(list(missing.values()), advance)
            new = dict(zip(missing, rows, strict=True))
            self._store.keep(self._space, new)
            known |= new
        return np.stack([known[key] for key in keys]) if keys else np.zeros((0, len(LABELS)), dtype=np.float32)

    def _read_new(self, pairs: Sequence[Pair], advance: Advance) -> list[NDArray[np.float32]]:
        encoded = [encode(self._tokenizer, pair) for pair in pairs]
        rows: list[Any] = [None] * len(pairs)
        for length, batch in fixed_batches([len(ids) for ids, _ in encoded], _LONGEST):
            for index, row in zip(batch, self._read_batch([encoded[i] for i in batch], length), strict=True):
                rows[index] = row
            advance(len(batch))
        return rows

    def _read_batch(self, batch: list[tuple[list[int], int]], length: int) -> NDArray[np.float32]:
        import torch

        filled = batch + batch[:1] * (ROWS - len(batch))
        with torch.inference_mode():
            logits, _ = self._model(*collate(filled, length))
            chances: NDArray[np.float32] = logits.softmax(dim=-1)[: len(batch)].numpy()
        return chances

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


def encode(tokenizer: Any, pair: Pair) -> tuple[list[int], int]:
    """Token ids of ``<s> caption </s></s> claim </s>``, and where the caption ends."""
    caption = [_BOS]
    for piece in pair.pieces:
        caption += tokenizer.encode(piece, add_special_tokens=False).ids
    caption = caption[:_LONGEST_CAPTION]
    claim = tokenizer.encode(pair.claim, add_special_tokens=False).ids[:_LONGEST_CLAIM]
    return [*caption, _EOS, _EOS, *claim, _EOS], len(caption)


def collate(batch: Sequence[tuple[list[int], int]], length: int) -> "tuple[torch.Tensor, torch.Tensor, torch.Tensor]":
    """Ids, attention mask and caption mask, each of shape ``(len(batch), length)``."""
    import torch

    ids = torch.full((len(batch), length), _PAD)
    attention = torch.zeros(len(batch), length, dtype=torch.long)
    caption = torch.zeros(len(batch), length)
    for row, (tokens, caption_end) in enumerate(batch):
        ids[row, : len(tokens)] = torch.tensor(tokens)
        attention[row, : len(tokens)] = 1
        caption[row, 1:caption_end] = 1
    return ids, attention, caption


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
            looks = (1 - tokens.softmax(-1)[..., LABELS.index(Label.ABSENT)] + 1e-4) * caption
            pooled = (hidden * looks[..., None]).sum(1) / looks.sum(1, keepdim=True).clamp_min(1e-6)
            return self.label(self.drop(torch.cat([hidden[:, 0], pooled], -1))), tokens

    return CrossEncoder()


def _weights_digest() -> str:
    return hashlib.sha256(files(__package__).joinpath(WEIGHTS).read_bytes()).hexdigest()[:16]
