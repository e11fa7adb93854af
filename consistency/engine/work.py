"""What a worker does: judge a partition, with models that its process loads once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Protocol

from consistency.campaign import CHUNK, PostChecker
from consistency.embedding import Embedder, load_embedder
from consistency.engine.partitions import Partition
from consistency.errors import ConsistencyError
from consistency.judging import Calibration, PairReader, load_reader
from consistency.records.brief import Brief
from consistency.records.captions import Post, Skipped
from consistency.records.findings import PostFinding
from consistency.report.parts import render_part

_LOCK = Lock()
"""A process judges one partition at a time, whatever number of threads it is given: tokenizers aren't made for more."""


class Models(Protocol):
    """The models of a run, as they travel to workers: by name."""

    def load(self) -> tuple[Embedder | None, PairReader | None]:
        """The embedder and the reader; without them only the rules are checked."""


@dataclass(frozen=True, slots=True)
class NamedModels:
    """The models of ``--model`` and ``--judge``."""

    model: str | None = None
    judge: str | None = None
    rules_only: bool = False

    def load(self) -> tuple[Embedder | None, PairReader | None]:
        """See :class:`Models`."""
        return (None, None) if self.rules_only else (load_embedder(self.model), load_reader(self.judge))


@dataclass(frozen=True, slots=True)
class Work:
    """A run as it travels to workers; two are equal where they judge alike."""

    settings: tuple[tuple[str, str], ...]
    """What verdicts depend on beside the posts: pairs of name and value."""
    brief: Brief = field(compare=False)
    models: Models = field(compare=False)
    calibration: Calibration | None = field(compare=False)


def plan(brief: Brief, models: Models, calibration: Calibration | None = None) -> Work:
    """The work of a run, with its settings told by the models on this machine."""
    embedder, reader = models.load()
    return Work(_settings(PostChecker(brief, embedder, reader, calibration), reader), brief, models, calibration)


def judge_partition(work: Work, partition: Partition) -> bytes:
    """The part for a partition.

    Raises:
        ConsistencyError: this machine's models or version are other ones than those that the work was planned with.
    """
    with _LOCK:
        checker = _checker(work)
        found: list[PostFinding | Skipped] = []
        for first in range(0, len(partition.read), CHUNK):
            found += _checked(checker, partition.read[first : first + CHUNK])
        return render_part(work.brief, found, partition.identity)


def _checked(checker: PostChecker, read: Sequence[Post | Skipped]) -> list[PostFinding | Skipped]:
    """Findings in the order of reading."""
    checked = checker.check([one for one in read if isinstance(one, Post)])
    return [one if isinstance(one, Skipped) else next(checked)[0] for one in read]


@lru_cache(maxsize=1)
def _checker(work: Work) -> PostChecker:
    embedder, reader = work.models.load()
    checker = PostChecker(work.brief, embedder, reader, work.calibration)
    planned, here = dict(work.settings), dict(_settings(checker, reader))
    different = [f"{name} is {here[name]}, expected {planned[name]}" for name in planned if here[name] != planned[name]]
    if different:
        raise ConsistencyError(f"this worker would judge otherwise: {'; '.join(different)}; install the same on all")
    return checker


def _settings(checker: PostChecker, reader: PairReader | None) -> tuple[tuple[str, str], ...]:
    run = checker.run
    return (
        ("version", run.version),
        ("brief_sha256", run.brief_sha256),
        ("model", run.model),
        ("judge", reader.space if reader else ""),
        ("settings", json.dumps(run.settings, sort_keys=True)),
    )
