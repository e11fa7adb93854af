"""Embedding: texts to vectors, by the model that ships with the package's dependencies or one that the user names."""

import os
from pathlib import Path

from platformdirs import user_cache_path

from consistency.embedding import default_model
from consistency.embedding.embedders import (
    DefaultEmbedder,
    Embedder,
    SentenceTransformerEmbedder,
    StoredEmbedder,
    Vectors,
)
from consistency.embedding.store import VectorStore
from consistency.errors import ModelError

__all__ = [
    "Embedder",
    "StoredEmbedder",
    "VectorStore",
    "Vectors",
    "cache_folder",
    "default_model_folder",
    "load_embedder",
    "named_model_folder",
]

_HUB_FILES = ["*.json", "*.safetensors", "*.txt", "*.model"]


def cache_folder() -> Path:
    """Where models and vectors are kept: ``CONSISTENCY_CACHE``, or the user's cache folder."""
    chosen = os.environ.get("CONSISTENCY_CACHE")
    return Path(chosen) if chosen else user_cache_path("consistency")


def load_embedder(model: str | None = None, folder: Path | None = None) -> Embedder:
    """The embedder for ``--model``, with its vectors kept in ``folder`` (:func:`cache_folder` where it isn't given).

    ``model`` is a sentence-transformers folder or a hub name; ``None`` is the default model, built offline on first
    use. The network is used only for a hub name that isn't on this machine yet. Weights are loaded when the first text
    is embedded.

    Raises:
        ModelError: the model isn't there, or can't be built or fetched.
    """
    folder = folder or cache_folder()
    embedder: Embedder
    if model is None:
        embedder = DefaultEmbedder(default_model_folder(folder), default_model.NAME)
    else:
        embedder = SentenceTransformerEmbedder(named_model_folder(model), model)
    return StoredEmbedder(embedder, VectorStore(folder))


def default_model_folder(folder: Path) -> Path:
    """Where the default model is: built in ``folder``, or fetched from the hub where its package doesn't exist.

    Raises:
        ModelError: it can't be built or fetched.
    """
    if default_model.packaged_weights() is None:
        return _from_hub(default_model.HUB_NAME)
    return default_model.ensure_built(folder)


def named_model_folder(model: str) -> Path:
    """Where a model is that the user named: a folder, or a hub name, which is fetched where it isn't here yet.

    Raises:
        ModelError: it isn't there, or can't be fetched.
    """
    return Path(model) if Path(model).is_dir() else _from_hub(model)


def _from_hub(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, allow_patterns=_HUB_FILES, local_files_only=True))
    except HFValidationError as error:
        raise ModelError(f"{name!r} is no folder on this machine and no name of a model on the hub") from error
    except LocalEntryNotFoundError:
        pass
    try:
        return Path(snapshot_download(name, allow_patterns=_HUB_FILES))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise ModelError(
            f"the model {name!r} is neither a folder nor on this machine, and the hub can't be reached: {error}"
        ) from error
