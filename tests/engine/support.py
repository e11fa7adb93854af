"""For tests of the engine: the fakes' work over partitions, and rows of parts."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from consistency.engine import Partition, Work, cut, plan
from consistency.records.brief import Brief
from consistency.records.captions import Captions
from consistency.report.parts import read_parts
from tests.report.test_parts import POST
from tests.support import FakeModels

COLUMNS = [*POST, "place", "skipped", "findings"]


def fake_work(brief: Brief) -> Work:
    return plan(brief, FakeModels())


def partitions(captions: Captions, work: Work, size: int = 2) -> list[Partition]:
    return list(cut([*captions.posts, *captions.skipped], dict(work.settings), size))


def rows(paths: Iterable[Path]) -> list[dict[str, Any]]:
    return list(read_parts(sorted(paths), COLUMNS))
