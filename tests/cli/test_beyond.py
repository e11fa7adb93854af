import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow.parquet import write_table

from consistency.cli import beyond, output
from consistency.engine import Engine, Failed, Partition, Work, cut
from consistency.engine.work import judge_partition
from consistency.errors import ConsistencyError
from tests.cli.support import run
from tests.cli.test_check import BRIEF, GOOD, UNTAGGED
from tests.engine.support import judged, rows
from tests.support import FakeModels

CAPTIONS = [GOOD, "rain all day", "", UNTAGGED, GOOD, "🔥", "It is brewed in cold water for twelve hours."]


class Here:
    """An engine without workers; a caption with ``bad`` in it can't be judged."""

    def __init__(self) -> None:
        self.judged: list[Partition] = []

    def judge_all(
        self, engine: Engine, work: Work, partitions: Iterator[Partition]
    ) -> Iterator[tuple[Partition, bytes] | Failed]:
        for partition in partitions:
            self.judged.append(partition)
            wrong = [error for text, error in self.errors.items() if text in str(partition.read)]
            yield Failed(partition, wrong[0]) if wrong else (partition, judge_partition(work, partition))

    errors: dict[str, Exception] = {"bad": ConsistencyError("no"), "bug": TypeError("oops")}  # noqa: RUF012


@pytest.fixture(autouse=True)
def here(with_fakes: Path, monkeypatch: pytest.MonkeyPatch) -> Here:
    engine = Here()
    monkeypatch.setattr(beyond, "judge_all", engine.judge_all)
    monkeypatch.setattr(beyond, "cut", lambda read, settings: cut(read, settings, 3))
    monkeypatch.setattr(beyond, "NamedModels", lambda *_: FakeModels())
    Path("brief.yaml").write_text(BRIEF, encoding="utf-8")
    write(*CAPTIONS)
    return engine


def write(*captions: str) -> None:
    write_table(pa.table({"caption": list(captions), "creator": ["mai"] * len(captions)}), "posts.parquet")


def check(*more: str) -> int:
    return run("check", "brief.yaml", "posts.parquet", "--engine", "dask", "-o", "verdicts", *more)


def parts() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path("verdicts").glob("*.parquet")}


def test_parts_hold_what_the_ordinary_run_finds(capsys: pytest.CaptureFixture[str]) -> None:
    assert check() == run("check", "brief.yaml", "posts.parquet", "-o", "report.json") == 1
    told = json.loads(Path("report.json").read_text(encoding="utf-8"))
    found = rows(Path("verdicts").glob("*.parquet"))
    assert len(found) == len(CAPTIONS)
    assert judged(Path("verdicts").glob("*.parquet")) == told["posts"]
    assert {row["post_id"]: row["place"] for row in found if row["skipped"] is None} == told["places"]
    assert [row["skipped"] for row in found if row["skipped"]] == [one["reason"] for one in told["skipped"]]
    summary = json.loads(Path("verdicts/_summary.json").read_text(encoding="utf-8"))
    assert summary["messages"] == told["messages"]
    assert summary["posts"] == len(told["posts"])
    assert sum(summary["findings"].values()) == len(told["findings"])
    assert summary["run"]["brief_sha256"] == told["run"]["brief_sha256"]
    shown = capsys.readouterr()
    assert "tea time: 5 captions\n" in shown.out
    assert "posts.parquet: columns read: creator, caption" in shown.err


def test_the_folder_is_a_table_for_pandas() -> None:
    check()
    table = pd.read_parquet("verdicts")
    assert len(table) == len(CAPTIONS)
    assert table["verdict"].value_counts()["on_message"] == 3


def test_a_second_run_judges_nothing_again(here: Here, capsys: pytest.CaptureFixture[str]) -> None:
    check()
    first, told = parts(), capsys.readouterr().out
    here.judged.clear()
    assert check("--fail-on", "never") == 0
    assert here.judged == []
    assert parts() == first
    assert capsys.readouterr().out == told


def test_only_what_is_new_is_judged(here: Here) -> None:
    check()
    first = parts()
    here.judged.clear()
    write(*CAPTIONS, GOOD)
    check()
    assert [len(partition.read) for partition in here.judged] == [2]
    assert len(set(parts()) & set(first)) == 2
    assert len(parts()) == 3


def test_ids_depend_on_the_run_and_not_on_partitions() -> None:
    write(*[GOOD] * 4)
    check()
    ids = [row["post_id"] for row in rows(Path("verdicts").glob("*.parquet"))]
    assert ids == [ids[0], f"{ids[0]}#2", f"{ids[0]}#3", f"{ids[0]}#4"]


def test_another_brief_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    check()
    first = parts()
    Path("brief.yaml").write_text(BRIEF.replace("no sugar", "little sugar"), encoding="utf-8")
    assert check() == 2
    assert "was judged with another brief_sha256" in capsys.readouterr().err
    assert parts() == first


def test_what_failed_is_named_and_done_on_the_next_run(here: Here, capsys: pytest.CaptureFixture[str]) -> None:
    write(GOOD, GOOD, GOOD, "bad tea", GOOD)
    assert check() == 2
    told = capsys.readouterr()
    assert "1 partition could not be judged:\n  part-00001-" in told.err
    assert "(posts.parquet, row 4 to posts.parquet, row 5): ConsistencyError: no" in told.err
    assert not Path("verdicts/_summary.json").exists()
    assert [name[:10] for name in parts()] == ["part-00000"]
    here.judged.clear()
    here.errors = {}
    check()
    assert [partition.number for partition in here.judged] == [1]


def test_a_bug_on_a_worker_is_a_bug(capsys: pytest.CaptureFixture[str]) -> None:
    write(GOOD, GOOD, GOOD, "bug tea")
    assert check() == 3
    assert "1 partition could not be judged:\n  part-00001-" in capsys.readouterr().err
    assert len(parts()) == 1


def test_after_ten_failures_no_more_are_tried(here: Here, capsys: pytest.CaptureFixture[str]) -> None:
    write(*["bad"] * 60)
    assert check() == 2
    assert len(here.judged) == 10
    assert "and the rest wasn't tried" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_told_when_the_rest_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    Path("broken.parquet").write_bytes(b"PAR1")
    command = ("check", "brief.yaml", "broken.parquet", "posts.parquet", "--engine", "dask", "-o", "verdicts")
    assert run(*command) == 2
    assert "broken.parquet: " in capsys.readouterr().err
    assert len(parts()) == 3
    assert not Path("verdicts/_summary.json").exists()


def test_nothing_to_judge_leaves_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    write("", "🔥")
    assert check() == 2
    assert "there is nothing to judge" in capsys.readouterr().err


def test_a_damaged_part_is_judged_again(here: Here) -> None:
    check()
    first = parts()
    Path("verdicts", min(first)).write_bytes(first[min(first)][:-9])
    here.judged.clear()
    check()
    assert [partition.number for partition in here.judged] == [0]
    assert parts() == first


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--engine", "ray", "-o", "verdicts"], "--engine 'ray': expected dask"),
        (["--engine", "dask"], "--engine goes with one -o FOLDER"),
        (["--engine", "dask", "-o", "a", "-o", "b"], "--engine goes with one -o FOLDER"),
        (["--engine", "dask", "-o", "verdicts", "--format", "json"], "without --format"),
        (["--engine", "dask", "-o", "verdicts", "--redact"], "without --format, --lang and --redact"),
        (["--engine", "dask", "-o", "brief.yaml"], "brief.yaml: is a file"),
        (["--engine", "dask", "-o", "verdicts", "--fail-on", "bad"], "--fail-on 'bad'"),
    ],
)
def test_what_the_user_can_mend_leaves_with_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", "brief.yaml", "posts.parquet", *arguments) == 2
    assert words in " ".join(capsys.readouterr().err.split())


def test_every_file_ending_of_reports_is_refused_as_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    for ending in output.RENDERERS:
        assert run("check", "brief.yaml", "posts.parquet", "--engine", "dask", "-o", f"x{ending}") == 2
        assert "names a folder" in capsys.readouterr().err
