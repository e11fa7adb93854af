"""Captions cut into partitions, each a part of the result: the same posts and settings make the same part."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from consistency.records.captions import Post, Skipped

PARTITION = 1_000
"""Posts that are judged in one go, and judged anew when a worker dies over them."""
MAX_CHARACTERS = 2_000_000
"""A partition ends with the caption that makes it longer than this: what a worker holds doesn't grow with captions."""


@dataclass(frozen=True, slots=True)
class Partition:
    """Some posts in a row, with what was skipped between them."""

    number: int
    read: tuple[Post | Skipped, ...]
    identity: Mapping[str, str]
    """What the verdicts depend on: the settings, and under ``posts`` a digest of every field of every post."""

    @property
    def name(self) -> str:
        """The part's file name: in the order of reading, and another one for any other content."""
        content = json.dumps(dict(self.identity), sort_keys=True)
        return f"part-{self.number:05d}-{hashlib.sha256(content.encode()).hexdigest()[:16]}.parquet"

    def __str__(self) -> str:
        return f"{self.name} ({self.read[0].place} to {self.read[-1].place})"


def cut(read: Iterable[Post | Skipped], settings: Mapping[str, str], size: int = PARTITION) -> Iterator[Partition]:
    """Partitions of ``size`` posts in the order of reading, the last and those of very long captions smaller.

    ``settings`` is what verdicts depend on beside the posts.
    """
    for number, some in enumerate(_batches(read, size)):
        content = json.dumps(list(map(asdict, some)), default=str)
        yield Partition(number, some, {**settings, "posts": hashlib.sha256(content.encode()).hexdigest()})


def _batches(read: Iterable[Post | Skipped], size: int) -> Iterator[tuple[Post | Skipped, ...]]:
    batch: list[Post | Skipped] = []
    characters = 0
    for one in read:
        batch.append(one)
        characters += len(one.caption) if isinstance(one, Post) else 0
        if len(batch) == size or characters > MAX_CHARACTERS:
            yield tuple(batch)
            batch, characters = [], 0
    if batch:
        yield tuple(batch)
