from pathlib import Path

import pytest

from consistency.engine import Partition, PartsFolder, cut
from consistency.engine.work import judge_partition
from consistency.errors import ConsistencyError
from consistency.records.brief import Brief
from tests.engine.support import fake_work, partitions
from tests.support import make_posts


@pytest.fixture
def made(brief: Brief, tmp_path: Path) -> list[Partition]:
    """Three partitions, of which the last is unfinished."""
    work = fake_work(brief)
    found = partitions(make_posts("one", "two", "three", "four", "five"), work)
    for partition in found[:2]:
        (tmp_path / partition.name).write_bytes(judge_partition(work, partition))
    return found


def test_what_is_finished_is_not_done_again(brief: Brief, made: list[Partition], tmp_path: Path) -> None:
    folder = PartsFolder(tmp_path, dict(fake_work(brief).settings))
    assert list(folder.unfinished(made)) == made[2:]
    assert folder.parts == [tmp_path / partition.name for partition in made]


def test_a_part_of_other_settings_is_refused_by_name(brief: Brief, made: list[Partition], tmp_path: Path) -> None:
    other = brief.model_copy(update={"campaign": "coffee"})
    with pytest.raises(ConsistencyError, match="was judged with another brief_sha256; name another folder"):
        PartsFolder(tmp_path, dict(fake_work(other).settings))


def test_parts_of_changed_captions_are_made_anew_and_the_old_ones_removed(
    brief: Brief, made: list[Partition], tmp_path: Path
) -> None:
    work = fake_work(brief)
    folder = PartsFolder(tmp_path, dict(work.settings))
    changed = partitions(make_posts("one", "two", "three", "changed"), work)
    assert list(folder.unfinished(changed)) == changed[1:]
    folder.remove_others()
    assert [path.name for path in tmp_path.glob("*.parquet")] == [made[0].name]


def test_a_part_moves_with_its_number(brief: Brief, made: list[Partition], tmp_path: Path) -> None:
    settings = dict(fake_work(brief).settings)
    content = {partition.name[10:]: (tmp_path / partition.name).read_bytes() for partition in made[:2]}
    folder = PartsFolder(tmp_path, settings)
    later = list(cut([make_posts("new").posts[0], *made[0].read, *made[1].read], settings, 1))
    moved = [Partition(number, one.read, one.identity) for number, one in enumerate((later[0], made[0], made[1]))]
    assert list(folder.unfinished(moved)) == moved[:1]
    assert [path.name[:10] for path in sorted(tmp_path.glob("*.parquet"))] == ["part-00001", "part-00002"]
    assert {path.name[10:]: path.read_bytes() for path in tmp_path.glob("*.parquet")} == content


def test_a_damaged_part_is_not_taken(brief: Brief, made: list[Partition], tmp_path: Path) -> None:
    (tmp_path / made[0].name).write_bytes(b"PAR1")
    folder = PartsFolder(tmp_path, dict(fake_work(brief).settings))
    assert list(folder.unfinished(made)) == [made[0], made[2]]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "verdicts"
    path.touch()
    with pytest.raises(ConsistencyError, match="verdicts: is a file; with --engine, -o names a folder"):
        PartsFolder(path, {})
