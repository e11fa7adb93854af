"""Captions cut into partitions, each a part of the result: the same posts and settings make the same part."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice

from consistency.records.captions import Post, Skipped

PARTITION = 2_000
"""Posts that are judged in one go, and judged anew when a worker dies over them."""


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
    """Partitions of ``size`` posts in the order of reading; one is held at a time.

    ``settings`` is what verdicts depend on beside the posts.
    """
    rest = iter(read)
    number = 0
    while some := tuple(islice(rest, size)):
        content = json.dumps(list(map(asdict, some)), default=str)
        yield Partition(number, some, {**settings, "posts": hashlib.sha256(content.encode()).hexdigest()})
        number += 1
