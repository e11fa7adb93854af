import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from consistency.engine import NamedModels, plan, work
from consistency.engine.work import judge_partition
from consistency.errors import ConsistencyError
from consistency.records.brief import Brief
from consistency.records.captions import Captions, Place, Skipped
from consistency.report import render_json
from tests.engine.support import fake_work, judged, partitions, rows
from tests.support import FakeEmbedder, FakeReader, check, make_posts

CAPTIONS = make_posts(
    "The tea has no sugar and no sweetener.", "", "rain all day", "🔥", "Brewed in cold water. Sugar?"
)


@dataclass(frozen=True)
class OtherModels:
    def load(self) -> tuple[FakeEmbedder, FakeReader]:
        embedder = FakeEmbedder()
        embedder.space = "fake 2"
        return embedder, FakeReader()


def test_partitions_say_what_the_ordinary_run_says(brief: Brief, tmp_path: Path) -> None:
    planned = fake_work(brief)
    broken = Skipped(place=Place(source="posts.csv", line=9), reason="the row has 3 cells")
    captions = Captions(posts=CAPTIONS.posts, skipped=(broken,))
    for partition in partitions(captions, planned):
        (tmp_path / partition.name).write_bytes(judge_partition(planned, partition))
    found = rows(tmp_path.iterdir())
    assert [row["place"] for row in found] == [str(one.place) for one in (*captions.posts, broken)]
    told = json.loads(render_json(check(brief, captions)))
    assert judged(tmp_path.iterdir()) == told["posts"]


def test_a_worker_with_another_model_refuses(brief: Brief) -> None:
    planned = fake_work(brief)
    [partition] = partitions(make_posts("one"), planned)
    elsewhere = type(planned)(planned.settings, brief, OtherModels(), None)
    work._checker.cache_clear()
    with pytest.raises(ConsistencyError, match="would judge otherwise: model is fake 2, expected fake 1"):
        judge_partition(elsewhere, partition)


def test_rules_only_loads_no_model(brief: Brief, tmp_path: Path) -> None:
    planned = plan(brief, NamedModels(rules_only=True))
    [partition] = partitions(make_posts("one"), planned)
    (tmp_path / partition.name).write_bytes(judge_partition(planned, partition))
    [row] = rows(tmp_path.iterdir())
    assert (row["verdict"], row["drift"], row["messages"]) == ("not_judged", None, [])
    assert planned != fake_work(brief)
