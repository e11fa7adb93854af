"""Vectors kept on disk, so that what was embedded once isn't embedded again.

SQLite is the store: part of Python, safe with several processes, one file. A row's key is a digest of the space (the
model) and the text; its value is little-endian float32 with a checksum, so a damaged row is computed anew rather than
believed.
"""

import hashlib
import sqlite3
import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE_NAME = "vectors-v1.sqlite"
_AT_ONCE = 500
_PATIENCE = 60.0
"""Seconds to wait for another process that writes."""


class VectorStore:
    """A folder's file of vectors.

    A file that isn't a readable database is set aside under another name, with a warning, and begun anew.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / FILE_NAME
        try:
            self._prepare()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            aside = self._path.with_suffix(".damaged")
            self._path.replace(aside)
            warnings.warn(
                f"the cache {self._path} is damaged ({error}); it was set aside as {aside.name}", stacklevel=2
            )
            self._prepare()

    def fetch(self, space: str, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors that are there, by text."""
        by_key = {_key(space, text): text for text in texts}
        keys = list(by_key)
        found = {}
        with self._connection() as connection:
            for first in range(0, len(keys), _AT_ONCE):
                some = keys[first : first + _AT_ONCE]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, vector, checksum FROM vectors WHERE key IN ({marks})"  # noqa: S608 - only "?"s
                rows = connection.execute(query, some)
                for key, raw, checksum in rows:
                    if zlib.crc32(raw) == checksum:
                        found[by_key[key]] = np.frombuffer(raw, dtype="<f4")
        return found

    def keep(self, space: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep vectors by text; one that is there already is replaced."""
        raws = {_key(space, text): vector.astype("<f4").tobytes() for text, vector in vectors.items()}
        with self._connection() as connection, connection:
            connection.executemany(
                "INSERT OR REPLACE INTO vectors (key, vector, checksum) VALUES (?, ?, ?)",
                [(key, raw, zlib.crc32(raw)) for key, raw in raws.items()],
            )

    def _prepare(self) -> None:
        with self._connection() as connection, connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS vectors"
                " (key BLOB PRIMARY KEY, vector BLOB NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID"
            )

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as connection:
            yield connection


def _key(space: str, text: str) -> bytes:
    return hashlib.blake2b(f"{space}\x00{text}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
