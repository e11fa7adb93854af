"""For tests of the engine: the fakes' work over partitions, and rows of parts."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from consistency.engine import Partition, Work, cut, plan
from consistency.records.brief import Brief
from consistency.records.captions import Captions
from consistency.report.parts import read_parts
from tests.support import POST_KEYS, FakeModels

COLUMNS = [*POST_KEYS, "place", "skipped", "findings"]


def fake_work(brief: Brief) -> Work:
    return plan(brief, FakeModels())


def partitions(captions: Captions, work: Work, size: int = 2) -> list[Partition]:
    return list(cut([*captions.posts, *captions.skipped], dict(work.settings), size))


def rows(paths: Iterable[Path]) -> list[dict[str, Any]]:
    return list(read_parts(sorted(paths), COLUMNS))


def judged(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The entries of ``posts`` that parts hold."""
    return [{name: row[name] for name in POST_KEYS} for row in rows(paths) if row["skipped"] is None]
