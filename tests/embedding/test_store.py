import multiprocessing
import sqlite3
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consistency.embedding import StoredEmbedder, VectorStore
from consistency.embedding.store import FILE_NAME
from consistency.errors import ConsistencyError
from tests.support import FakeEmbedder


def vector(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_keeps_vectors_by_space_and_text(tmp_path: Path) -> None:
    VectorStore(tmp_path).keep("a", {"x": vector(1, 2)})
    store = VectorStore(tmp_path)
    assert store.fetch("a", ["x", "y"])["x"].tolist() == [1, 2]
    assert store.fetch("b", ["x"]) == {}


@given(
    st.dictionaries(
        st.text(max_size=20), st.lists(st.floats(width=32, allow_nan=False), min_size=2, max_size=2), max_size=5
    )
)
def test_what_is_kept_comes_back(tmp_path_factory: pytest.TempPathFactory, kept: dict[str, list[float]]) -> None:
    store = VectorStore(tmp_path_factory.mktemp("store"))
    store.keep("s", {text: vector(*values) for text, values in kept.items()})
    assert {text: found.tolist() for text, found in store.fetch("s", list(kept)).items()} == kept


def test_a_damaged_row_is_not_believed(tmp_path: Path) -> None:
    store = VectorStore(tmp_path)
    store.keep("s", {"x": vector(1, 2)})
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("UPDATE vectors SET vector = ?", (vector(9, 9).tobytes(),))
    assert store.fetch("s", ["x"]) == {}


def test_a_damaged_file_is_set_aside_with_a_warning(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database" * 100)
    with pytest.warns(UserWarning, match="set aside"):
        store = VectorStore(tmp_path)
    store.keep("s", {"x": vector(1)})
    assert store.fetch("s", ["x"])
    assert (tmp_path / FILE_NAME).with_suffix(".damaged").read_bytes().startswith(b"not a database")


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_file_that_is_cut_short_while_it_is_used_is_set_aside(tmp_path: Path, kept: float) -> None:
    store = VectorStore(tmp_path)
    texts = [str(number) for number in range(2_000)]
    store.keep("s", {text: vector(*[float(text)] * 8) for text in texts})
    path = tmp_path / FILE_NAME
    with path.open("r+b") as file:
        file.truncate(int(path.stat().st_size * kept))
    with pytest.warns(UserWarning, match=r"is damaged .* set aside"):
        found = store.fetch("s", texts)
    assert found == {}
    store.keep("s", {"1": vector(1)})
    assert store.fetch("s", texts)["1"].tolist() == [1]


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=200))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damage_never_gives_a_wrong_vector(tmp_path: Path, place: int, damage: bytes) -> None:
    for path in tmp_path.iterdir():
        path.unlink()
    store = VectorStore(tmp_path)
    right = {str(number): [float(number)] * 8 for number in range(300)}
    store.keep("s", {text: vector(*values) for text, values in right.items()})
    path = tmp_path / FILE_NAME
    with path.open("r+b") as file:
        file.seek(place % path.stat().st_size)
        file.write(damage)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = VectorStore(tmp_path).fetch("s", list(right))
        except ConsistencyError as error:
            assert "can't be used" in str(error)
            return
    assert {text: values.tolist() for text, values in found.items()}.items() <= right.items()


def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConsistencyError, match=r"can't be used: .*; set CONSISTENCY_CACHE"):
        VectorStore(tmp_path / "file" / "cache")


def _keep_many(folder: str, first: int) -> None:
    store = VectorStore(Path(folder))
    for number in range(first, first + 50):
        store.keep("s", {str(number): vector(number)})


def test_two_processes_may_write_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_keep_many, args=(str(tmp_path), first)) for first in (0, 25)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    found = VectorStore(tmp_path).fetch("s", [str(number) for number in range(75)])
    assert {text: float(found[text][0]) for text in found} == {str(number): number for number in range(75)}


def test_a_text_is_embedded_once(tmp_path: Path) -> None:
    inner = FakeEmbedder()
    done: list[int] = []
    first = StoredEmbedder(inner, VectorStore(tmp_path)).embed(["a", "b", "a"], done.append)
    again = StoredEmbedder(inner, VectorStore(tmp_path)).embed(["b", "a"], done.append)
    assert inner.embedded == ["a", "b"]
    assert first[0].tolist() == first[2].tolist() == again[1].tolist()
    assert sum(done) == 5
