"""Partitions to the workers of a Dask cluster and parts back; the only place that knows the engine.

Workers get posts and return bytes, so they need no folder in common; whoever started the run writes the parts, so
that a worker that dies leaves nothing behind. Dask hands the partition of a dead worker to another.
"""

import os
from collections.abc import Generator, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from consistency.engine.partitions import Partition
from consistency.engine.work import Work, judge_partition
from consistency.errors import ConsistencyError

if TYPE_CHECKING:
    from distributed import Client, Future

RETRIES = 2
"""Times that a partition is tried again after an error. (One that kills workers: Dask's ``allowed-failures``, 3.)"""
_AHEAD = 2
"""Partitions under way for each thread of the cluster: enough to keep it busy, and all that is held of the captions."""
_PATIENCE = 60
"""Seconds to wait for a scheduler and its first worker."""


@dataclass(frozen=True, slots=True)
class Engine:
    """Where a run's workers are."""

    address: str = ""
    """A scheduler's, such as ``tcp://10.0.0.5:8786``; empty where workers are started on this machine."""
    workers: int = 0
    """Processes to start on this machine; 0 is one for each core."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """``dask``, ``dask=2`` (workers on this machine) or ``dask=tcp://HOST:PORT`` (a scheduler).

        Raises:
            ConsistencyError: it is none of these.
        """
        name, _, where = text.partition("=")
        if name == "dask" and "://" in where:
            return cls(address=where)
        if name == "dask" and (text == "dask" or (where.isdecimal() and int(where) > 0)):
            return cls(workers=int(where or 0))
        raise ConsistencyError(f"--engine {text!r}: expected dask, dask=WORKERS or dask=tcp://HOST:PORT")


@dataclass(frozen=True, slots=True)
class Failed:
    """A partition that could not be judged, after all retries."""

    partition: Partition
    error: Exception


def judge_all(
    engine: Engine, work: Work, partitions: Iterator[Partition]
) -> Generator[tuple[Partition, bytes] | Failed, None, None]:
    """The part of each partition, in the order in which they are done; workers are started for the first one.

    Partitions are taken as fast as they are judged.

    Raises:
        ConsistencyError: the engine isn't installed, no scheduler answers, it has no workers, or it is lost.
    """
    first = next(partitions, None)
    if first is None:
        return
    with ExitStack() as closing:
        client = _connect(engine, closing)
        from distributed import KilledWorker, as_completed

        running: dict[Future, Partition] = {}
        completed = as_completed()

        def submit(partition: Partition) -> None:
            future = client.submit(judge_partition, work, partition, key=partition.name, retries=RETRIES)
            running[future] = partition
            completed.add(future)

        submit(first)
        while running:
            with _reaching(engine):
                threads = sum(client.nthreads().values())
            while len(running) < _AHEAD * max(1, threads):
                partition = next(partitions, None)
                if partition is None:
                    break
                submit(partition)
            with _reaching(engine):
                future = next(completed)
                partition = running.pop(future)
                error = future.exception()
                part = b"" if error else future.result()
            if isinstance(error, KilledWorker):
                error = ConsistencyError("every worker that judged it died; give workers more memory")
            yield Failed(partition, error) if error else (partition, part)


@contextmanager
def _reaching(engine: Engine) -> Iterator[None]:
    try:
        yield
    except (OSError, CancelledError) as error:  # the latter is what becomes of partitions that nobody knows any more
        raise ConsistencyError(
            f"the scheduler {engine.address} is lost: {error}; the finished parts are kept: run the same command again"
        ) from error


def _connect(engine: Engine, closing: ExitStack) -> "Client":
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise ConsistencyError(
            "--engine dask needs the extra 'cluster', which isn't installed: pip install 'consistency[cluster]'"
        ) from error
    if not engine.address:
        cluster = closing.enter_context(
            LocalCluster(
                n_workers=engine.workers or os.cpu_count() or 1,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
            )
        )
        return closing.enter_context(Client(cluster))
    try:
        client = closing.enter_context(Client(engine.address, timeout=_PATIENCE))
        client.wait_for_workers(1, timeout=_PATIENCE)
        client.run_on_scheduler(_here)  # it must know what it hands on
    except ImportError as error:
        raise ConsistencyError(
            f"--engine dask={engine.address}: {error} on the scheduler; install the same 'consistency[cluster]' there"
            " and on the workers"
        ) from error
    except (OSError, TimeoutError, ValueError) as error:
        raise ConsistencyError(
            f"--engine dask={engine.address}: no scheduler with workers answers there within {_PATIENCE} s: {error}"
        ) from error
    return client


def _here() -> None:
    """Can be run only where this package is installed."""
