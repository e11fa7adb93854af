"""Vectors kept on disk, so that what was embedded once isn't embedded again.

SQLite is the store: part of Python, safe with several processes, one file. A row's key is a digest of the space (the
model) and the text; its value is little-endian float32 with a checksum, so a damaged row is computed anew rather than
believed.
"""

import hashlib
import sqlite3
import warnings
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from consistency.errors import ConsistencyError

FILE_NAME = "vectors-v1.sqlite"
_AT_ONCE = 500
_PATIENCE = 60.0
"""Seconds to wait for another process that writes."""
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS vectors"
    " (key BLOB PRIMARY KEY, vector BLOB NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID"
)

Result = TypeVar("Result")


class VectorStore:
    """A folder's file of vectors.

    A file that turns out to be damaged, at whatever time, is set aside under another name, with a warning, and begun
    anew: what it held is computed again.

    Raises:
        ConsistencyError: from every method, where the folder or the file can't be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unusable(error.strerror or str(error)) from error
        self._run(lambda _: None)

    def fetch(self, space: str, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors that are there, by text."""
        by_key = {_key(space, text): text for text in texts}
        keys = list(by_key)

        def read(connection: sqlite3.Connection) -> dict[str, NDArray[np.float32]]:
            found = {}
            for first in range(0, len(keys), _AT_ONCE):
                some = keys[first : first + _AT_ONCE]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, vector, checksum FROM vectors WHERE key IN ({marks})"  # noqa: S608 - only "?"s
                for key, raw, checksum in connection.execute(query, some):
                    # A damaged page can give any type, and keys that nobody asked for.
                    if key in by_key and isinstance(raw, bytes) and zlib.crc32(raw) == checksum:
                        found[by_key[key]] = np.frombuffer(raw, dtype="<f4")
            return found

        return self._run(read)

    def keep(self, space: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep vectors by text; one that is there already is replaced."""
        raws = {_key(space, text): vector.astype("<f4").tobytes() for text, vector in vectors.items()}
        rows = [(key, raw, zlib.crc32(raw)) for key, raw in raws.items()]
        command = "INSERT OR REPLACE INTO vectors (key, vector, checksum) VALUES (?, ?, ?)"
        self._run(lambda connection: connection.executemany(command, rows))

    def _run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        try:
            try:
                return self._run_once(work)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError as error:
                self._set_aside(error)
                return self._run_once(work)
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(str(error)) from error

    def _run_once(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as connection, connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(_SCHEMA)
            return work(connection)

    def _set_aside(self, error: sqlite3.DatabaseError) -> None:
        with FileLock(self._path.with_suffix(".lock")):
            if self._is_sound():  # another process has set it aside already
                return
            aside = self._path.with_suffix(".damaged")
            self._path.replace(aside)
            for ending in ("-wal", "-shm"):  # else they would be taken for the new file's
                self._path.with_name(FILE_NAME + ending).unlink(missing_ok=True)
        warnings.warn(f"the cache {self._path} is damaged ({error}); it was set aside as {aside.name}", stacklevel=2)

    def _is_sound(self) -> bool:
        try:
            with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as connection:
                return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
        except sqlite3.DatabaseError:
            return False

    def _unusable(self, why: str) -> ConsistencyError:
        return ConsistencyError(
            f"the cache {self._path} can't be used: {why}; set CONSISTENCY_CACHE to another folder, or remove the file"
        )


def _key(space: str, text: str) -> bytes:
    return hashlib.blake2b(f"{space}\x00{text}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
