"""Workers are processes of their own here, two of them; one is killed in the middle."""

import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from pathlib import Path

import pytest

from consistency.brief import read_brief
from consistency.campaign import check_campaign
from consistency.captions import read_captions
from consistency.embedding import Vectors, cache_folder, default_model_folder, load_embedder
from consistency.engine import Engine, Failed, NamedModels, Partition, cluster, cut, judge_all, plan
from consistency.engine.cluster import _reaching
from consistency.errors import ConsistencyError
from consistency.judging import load_reader
from consistency.records.brief import Brief
from consistency.records.captions import Captions
from consistency.report import render_json
from tests.engine.support import fake_work, judged, partitions, rows
from tests.support import FakeEmbedder, FakeReader, check, make_posts

FATAL, BROKEN = "deadly tea", "broken tea"
CAMPAIGN = Path(__file__).parents[2] / "briefs" / "sen_dat_serum"
CAPTIONS = make_posts(
    *(f"The tea has no sugar and no sweetener, day {day}." for day in range(9)),
    FATAL,
    *(f"Rain on day {day}." for day in range(9)),
    BROKEN,
    "",
)


class _Dangerous(FakeEmbedder):
    def __init__(self, log: Path) -> None:
        super().__init__()
        self._log = log

    def embed(self, texts: Sequence[str], advance: Callable[[int], None]) -> Vectors:
        if FATAL in texts:
            killed = self._log / "killed"
            if not killed.exists():
                killed.write_text(str(os.getpid()))
                os.kill(os.getpid(), signal.SIGKILL)
        if BROKEN in texts:
            with (self._log / "tries").open("a") as tries:
                tries.write("x")
            raise ConsistencyError("the cup is broken")
        return super().embed(texts, advance)


@dataclass(frozen=True)
class DangerousModels:
    """Kill the first worker that reads one caption, and fail at another each time."""

    log: Path

    def load(self) -> tuple[FakeEmbedder, FakeReader]:
        with (self.log / "loads").open("a") as loads:
            loads.write(f"{os.getpid()}\n")
        return _Dangerous(self.log), FakeReader()


def test_a_killed_worker_loses_and_doubles_nothing_and_a_failure_is_told(brief: Brief, tmp_path: Path) -> None:
    parts, log = tmp_path / "parts", tmp_path / "log"
    parts.mkdir()
    log.mkdir()
    work = plan(brief, DangerousModels(log))
    all_of_it = partitions(CAPTIONS, work)
    taken: list[Partition] = []
    done: list[str] = []
    failed: list[Failed] = []

    def taking() -> Sequence[Partition]:
        for partition in all_of_it:
            assert len(taken) - len(done) - len(failed) <= 4  # two for each worker: memory doesn't grow with the posts
            taken.append(partition)
            yield partition

    for one in judge_all(Engine(workers=2), work, taking()):
        if isinstance(one, Failed):
            failed.append(one)
        else:
            partition, content = one
            done.append(partition.name)
            (parts / partition.name).write_bytes(content)

    [broken] = failed
    assert str(broken.error) == "the cup is broken"
    assert BROKEN in [post.caption for post in broken.partition.read]
    assert (log / "tries").read_text() == "xxx"
    assert sorted(done) == sorted(partition.name for partition in all_of_it if partition != broken.partition)
    here, *loads = (log / "loads").read_text().split()
    assert here == str(os.getpid())
    assert len({here, *loads}) == len(loads) + 1 >= 3  # a process loads the models once, and there were two workers
    assert (log / "killed").read_text() in loads

    read = {post.post_id for post in broken.partition.read}
    told = json.loads(render_json(check(brief, CAPTIONS)))
    found = rows(parts.iterdir())
    assert judged(parts.iterdir()) == [post for post in told["posts"] if post["post_id"] not in read]
    assert [row["place"] for row in found] == [str(post.place) for post in CAPTIONS.posts if post.post_id not in read]


@pytest.mark.model
def test_two_workers_say_what_the_ordinary_run_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    brief = read_brief(CAMPAIGN / "brief.yaml")
    read = read_captions([CAMPAIGN / "captions.csv"])
    captions = Captions(posts=read.posts[:40], skipped=())
    model = default_model_folder(cache_folder())

    def use_new_cache(name: str) -> None:  # so that neither reads what the other has judged
        cache = tmp_path / name
        cache.mkdir()
        (cache / model.name).symlink_to(model)
        monkeypatch.setenv("CONSISTENCY_CACHE", str(cache))

    use_new_cache("ordinary")
    report = check_campaign(brief, captions, load_embedder(), load_reader())
    use_new_cache("workers")
    work = plan(brief, NamedModels())
    parts = tmp_path / "parts"
    parts.mkdir()
    for one in judge_all(Engine(workers=2), work, cut(captions.posts, dict(work.settings), 10)):
        assert not isinstance(one, Failed)
        (parts / one[0].name).write_bytes(one[1])
    assert judged(parts.iterdir()) == json.loads(render_json(report))["posts"]


def test_nothing_to_do_starts_no_workers(brief: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert list(judge_all(Engine(), fake_work(brief), iter([]))) == []


def test_without_the_extra_its_name_is_told(brief: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    work = fake_work(brief)
    with pytest.raises(ConsistencyError, match=r"pip install 'consistency\[cluster\]'"):
        list(judge_all(Engine(), work, iter(partitions(make_posts("one"), work))))


@pytest.mark.parametrize(
    ("text", "engine"),
    [
        ("dask", Engine()),
        ("dask=3", Engine(workers=3)),
        ("dask=tcp://10.0.0.5:8786", Engine(address="tcp://10.0.0.5:8786")),
    ],
)
def test_engines_by_name(text: str, engine: Engine) -> None:
    assert Engine.parse(text) == engine


@pytest.mark.parametrize("text", ["", "ray", "dask=", "dask=0", "dask=-1", "dask=host:8786", "dask=1.5"])
def test_other_engines_are_refused(text: str) -> None:
    with pytest.raises(ConsistencyError, match="expected dask, dask=WORKERS or dask=tcp://HOST:PORT"):
        Engine.parse(text)


@pytest.mark.parametrize("error", [OSError("timed out"), CancelledError("scheduler-connection-lost")])
def test_a_lost_scheduler_is_no_bug(error: Exception) -> None:
    with (
        pytest.raises(ConsistencyError, match=r"tcp://10\.0\.0\.5:8786 is lost: .*run the same command again"),
        _reaching(Engine(address="tcp://10.0.0.5:8786")),
    ):
        raise error


def test_nobody_at_an_address_is_told(brief: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    work = fake_work(brief)
    with pytest.raises(ConsistencyError, match=r"dask=tcp://127\.0\.0\.1:9: no scheduler with workers answers there"):
        list(judge_all(Engine(address="tcp://127.0.0.1:9"), work, iter(partitions(make_posts("one"), work))))
