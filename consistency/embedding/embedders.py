"""Texts to vectors: the protocol, a sentence-transformers model behind it, and a store in front of it."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from consistency.embedding.batching import fixed_batches
from consistency.embedding.encoder import Encoder, load_tokenizer, precision
from consistency.embedding.store import VectorStore
from consistency.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
"""Shape ``(n, d)``, each row of unit length."""
_SAMPLE = 1_000_000
"""Bytes of a model file's beginning and end that tell it from others."""
E5_PROMPT = "query: "
"""What the E5 family wants on both sides where they are of one kind."""
Advance = Callable[[int], None]
"""Told how many more texts are done."""


def quiet_loading() -> None:
    """Keep the libraries that load models from talking about it: what matters is raised."""
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)


def folder_digest(folder: Path) -> str:
    """Tells a model's folder from others by every file's name, size, beginning and end: the same on any machine."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            size = path.stat().st_size
            digest.update(f"{path.relative_to(folder).as_posix()} {size}\n".encode())
            with path.open("rb") as file:
                digest.update(file.read(_SAMPLE))
                file.seek(max(0, size - _SAMPLE))
                digest.update(file.read(_SAMPLE))
    return digest.hexdigest()[:16]


class Embedder(Protocol):
    """Turns texts into vectors whose dot product is their similarity."""

    @property
    def name(self) -> str:
        """The model's name as the user knows it."""

    @property
    def space(self) -> str:
        """Identifies the vectors: equal only where the same text gets the same vector."""

    def embed(self, texts: Sequence[str], advance: Advance) -> Vectors:
        """Vectors of shape ``(len(texts), d)``; the vector of a text doesn't depend on the other texts."""


class DefaultEmbedder:
    """The default model (:mod:`consistency.embedding.default_model`), loaded on the first text."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._encoder = Encoder(folder)
        self.name = name

    @cached_property
    def space(self) -> str:
        """See :class:`Embedder`. Vectors of another precision are others, in the third digit."""
        return f"{self.name} {folder_digest(self._folder)} {precision()}"

    def embed(self, texts: Sequence[str], advance: Advance) -> Vectors:
        """See :class:`Embedder`."""
        prompted = [E5_PROMPT + text for text in texts]
        rows = [encoding.ids for encoding in load_tokenizer(self._folder).encode_batch(prompted)]
        means: list[Any] = [None] * len(texts)
        for states in self._encoder.hidden(rows):
            for index, own in states.items():
                means[index] = own.mean(axis=0)
            advance(len(states))
        return _unit(np.stack(means)) if means else np.zeros((0, 0), dtype=np.float32)


class SentenceTransformerEmbedder:
    """A sentence-transformers model from a folder, loaded on the first text."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self.name = name

    @cached_property
    def space(self) -> str:
        """See :class:`Embedder`."""
        return f"{self.name} {folder_digest(self._folder)}"

    @cached_property
    def _model(self) -> "SentenceTransformer":
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer

        quiet_loading()
        try:
            model = SentenceTransformer(
                str(self._folder),
                device="cpu",
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
        except (OSError, ValueError, KeyError, ImportError, SafetensorError) as error:
            raise ModelError(
                f"{self._folder} can't be loaded as a sentence-transformers model with safetensors weights: {error}"
            ) from error
        model.eval()
        return model

    def embed(self, texts: Sequence[str], advance: Advance) -> Vectors:
        """See :class:`Embedder`."""
        prompt = self._prompt()
        prompted = [prompt + text for text in texts]
        longest = int(self._model.get_max_seq_length() or 512)
        tokens = self._model.tokenizer(prompted, truncation=True, max_length=longest)["input_ids"]
        rows: list[Any] = [None] * len(texts)
        for batch in fixed_batches(list(map(len, tokens)), longest):
            vectors = self._embed_batch([prompted[index] for index in batch.indices], batch.rows, batch.length)
            for index, vector in zip(batch.indices, vectors, strict=False):
                rows[index] = vector
            advance(len(batch.indices))
        return np.stack(rows) if rows else np.zeros((0, self._dimension()), dtype=np.float32)

    def _embed_batch(self, texts: list[str], rows: int, length: int) -> Vectors:
        import torch

        filled = texts + texts[:1] * (rows - len(texts))
        features = self._model.tokenizer(
            filled, padding="max_length", truncation=True, max_length=length, return_tensors="pt"
        )
        with torch.inference_mode():
            return _unit(self._model(dict(features))["sentence_embedding"].float().numpy())

    def _prompt(self) -> str:
        """What the model wants before a text when both sides are of one kind.

        A model folder says it in its prompts; the E5 family wants ``query:`` on both sides and often doesn't say so.
        """
        prompts = self._model.prompts
        chosen = prompts.get(self._model.default_prompt_name or "") or prompts.get("query") or ""
        return chosen or (E5_PROMPT if "e5" in self.name.lower() else "")

    def _dimension(self) -> int:
        return int(self._model.get_sentence_embedding_dimension() or 0)


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return unit


class StoredEmbedder:
    """An embedder that looks into a store first, and embeds each text once."""

    def __init__(self, embedder: Embedder, store: VectorStore) -> None:
        self._embedder = embedder
        self._store = store

    @property
    def name(self) -> str:
        """The model's name."""
        return self._embedder.name

    @property
    def space(self) -> str:
        """The model's space."""
        return self._embedder.space

    def embed(self, texts: Sequence[str], advance: Advance) -> Vectors:
        """See :class:`Embedder`. The model is touched only for texts that the store doesn't have."""
        different = list(dict.fromkeys(texts))
        vectors = self._store.fetch(self.space, different)
        missing = [text for text in different if text not in vectors]
        advance(len(texts) - len(missing))
        if missing:
            new = dict(zip(missing, self._embedder.embed(missing, advance), strict=True))
            self._store.keep(self.space, new)
            vectors |= new
        return np.stack([vectors[text] for text in texts]) if texts else np.zeros((0, 0), dtype=np.float32)
