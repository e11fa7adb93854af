"""The folder of a run's parts: what is finished, what isn't this run's."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from consistency.engine.partitions import Partition
from consistency.errors import ConsistencyError
from consistency.report.parts import part_identity

SUMMARY = "_summary.json"
"""Stands in the folder once all parts do. Readers of Parquet folders pass over names that begin so."""


class PartsFolder:
    """A folder of parts, as it is when a run begins.

    Raises:
        ConsistencyError: it is no folder, or holds parts that were judged otherwise.
    """

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        if folder.exists() and not folder.is_dir():
            raise ConsistencyError(f"{folder}: is a file; with --engine, -o names a folder, which is made where needed")
        self._folder = folder
        self._there = {path: part_identity(path) for path in sorted(folder.glob("part-*.parquet"))}
        self._own: list[Path] = []
        for path, identity in self._there.items():
            different = [name for name in settings if identity is not None and identity.get(name) != settings[name]]
            if different:
                raise ConsistencyError(
                    f"{path}: was judged with another {', '.join(different)}; name another folder, or remove this one"
                )

    @property
    def parts(self) -> list[Path]:
        """The parts of this run, in the order of reading."""
        return sorted(self._own)

    @property
    def summary(self) -> Path:
        """Where the summary goes."""
        return self._folder / SUMMARY

    def unfinished(self, partitions: Iterable[Partition]) -> Iterator[Partition]:
        """The partitions whose part isn't there; a part that stands at another number is moved."""
        finished = {identity["posts"]: path for path, identity in self._there.items() if identity}
        for partition in partitions:
            path = self.path(partition)
            self._own.append(path)
            there = finished.get(partition.identity["posts"])
            if there is None:
                yield partition
            elif there != path:
                there.replace(path)

    def path(self, partition: Partition) -> Path:
        """Where the part of a partition goes."""
        return self._folder / partition.name

    def remove_others(self) -> None:
        """Remove the parts of captions that are no longer there."""
        for path in self._there.keys() - set(self._own):
            path.unlink(missing_ok=True)
