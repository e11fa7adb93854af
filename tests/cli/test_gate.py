"""Decisions, starter and doctor from the command line; runs side by side, and runs that are killed."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from consistency.embedding.store import FILE_NAME
from tests.cli.support import run

ROOT = Path(__file__).parents[2]
BRIEF = """\
campaign: tea time
about: Bottled oolong.
messages: [{id: sugar, text: The tea has no sugar and no sweetener., required: true}]
require: {hashtags: ["#MistTea"]}
disclosure: {required: false}
"""
GOOD = "The tea has no sugar and no sweetener. #MistTea"
FAKED = """
import sys
from consistency.cli import main, run
from consistency.embedding import StoredEmbedder, VectorStore, cache_folder
from consistency.judging import StoredReader
from tests.support import FakeEmbedder, FakeReader
run.load_embedder = lambda model: StoredEmbedder(FakeEmbedder(), VectorStore(cache_folder()))
run.load_reader = lambda judge: StoredReader(FakeReader(), VectorStore(cache_folder()))
main()
"""
"""The command line with the fakes behind a real cache."""


@pytest.fixture(autouse=True)
def here(with_fakes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONSISTENCY_CACHE", str(with_fakes / "cache"))
    Path("brief.yaml").write_text(BRIEF, encoding="utf-8")
    draft("good", GOOD)
    draft("rain", "rain all day")
    return with_fakes


def draft(name: str, caption: str) -> None:
    Path("drafts").mkdir(exist_ok=True)
    Path("drafts", f"{name}.md").write_text(caption, encoding="utf-8")


def check(*options: str) -> int:
    return run("check", "brief.yaml", "drafts", "--format", "text", *options)


def decisions() -> list[dict[str, str]]:
    return [json.loads(line) for line in Path("decisions.jsonl").read_text(encoding="utf-8").splitlines()]


BASELINE = ("--baseline", "decisions.jsonl")


def test_after_a_baseline_only_what_is_new_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert check() == 1
    assert run("baseline", "brief.yaml", "drafts", "--by", "mai", "--today", "2026-12-01") == 0
    assert "decisions.jsonl: 2 decisions, 2 new, 0 removed" in capsys.readouterr().out
    assert check(*BASELINE) == 0
    draft("snow", "snow")
    assert check(*BASELINE) == 1
    draft("snow", GOOD)
    draft("rain", "rain all night")
    assert check(*BASELINE) == 1
    assert run("baseline", "brief.yaml", "drafts", "--today", "2026-12-02") == 0
    assert "2 decisions, 2 new, 2 removed" in capsys.readouterr().out
    assert {one["on"] for one in decisions()} == {"2026-12-02"}


def test_a_waiver_holds_until_its_last_day() -> None:
    waiver = ("waive", "brief.yaml", "drafts", "--post", "rain", "--today", "2026-12-01", "--expires", "2026-12-05")
    assert run(*waiver, "--reason", "rained off") == 0
    assert check(*BASELINE, "--today", "2026-12-05") == 0
    assert check(*BASELINE, "--today", "2026-12-06") == 1
    assert check(*BASELINE, "--today", "2026-12-06", "--fail-on", "contradicts") == 1
    assert check(*BASELINE, "--today", "2026-12-06", "--fail-on", "never") == 0


def test_one_finding_is_approved_by_its_fingerprint(capsys: pytest.CaptureFixture[str]) -> None:
    run("check", "brief.yaml", "drafts", "--format", "json")
    found = json.loads(capsys.readouterr().out)["findings"]
    [tag] = [one["fingerprint"] for one in found if one["rule"] == "missing-hashtag"]
    assert run("approve", "brief.yaml", "drafts", "--finding", tag[:10], "--by", "an", "--today", "2026-12-01") == 0
    assert [(one["rule"], one["decision"], one["by"]) for one in decisions()] == [("missing-hashtag", "approved", "an")]
    assert check(*BASELINE) == 1
    assert check(*BASELINE, "--fail-on", "missing-hashtag") == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["approve", "brief.yaml", "drafts"], "name what you decide on: --post ID or --finding FINGERPRINT"),
        (["approve", "brief.yaml", "drafts", "--post", "x"], "no post has the id 'x'"),
        (["waive", "brief.yaml", "drafts", "--post", "rain", "--expires", "2020-01-01"], "is before today"),
        (["check", "brief.yaml", "drafts", "--baseline", "none.jsonl"], "none.jsonl: the decisions can't be opened"),
        (["check", "brief.yaml", "drafts", "--today", "tomorrow"], "Invalid value for '--today'"),
        (["init", "."], "brief.yaml is there already; name another folder"),
    ],
)
def test_what_the_user_can_mend_leaves_with_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(Path().rglob("*"))
    assert run(*arguments) == 2
    assert words in " ".join(capsys.readouterr().err.split())
    assert sorted(Path().rglob("*")) == before


def test_the_starter_runs_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("init", "new/start") == 0
    command = capsys.readouterr().out.splitlines()[-1].split()
    assert run(*command[1:], "--rules-only") == 1
    assert capsys.readouterr().out.startswith("first-campaign: 1 of 2 captions is ready; 1 needs a change.")


def test_doctor_says_what_is_there_and_what_to_mend(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("doctor") == 0
    assert f"cache: {here / 'cache'}" in capsys.readouterr().out
    monkeypatch.setenv("CONSISTENCY_CACHE", str(here / "brief.yaml" / "cache"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert run("doctor") == 2
    told = capsys.readouterr().out
    assert "MEND  cache:" in told
    assert "set CONSISTENCY_CACHE to another folder" in told
    assert "network: never used for models" in told


def start(*arguments: str, program: str = FAKED) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", program, *arguments]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "", "CONSISTENCY_CACHE": "cache"}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_runs_at_once_on_one_cache_say_the_same() -> None:
    for number in range(20):
        draft(f"d{number}", f"{GOOD} and {number} more")
    both = [start("check", "brief.yaml", "drafts", "-o", f"{name}.json", "--fail-on", "never") for name in "ab"]
    told = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    assert Path("a.json").read_bytes() == Path("b.json").read_bytes()


def test_a_damaged_cache_is_set_aside_with_a_message() -> None:
    first = start("check", "brief.yaml", "drafts", "-o", "a.json", "--fail-on", "never")
    first.communicate(timeout=120)
    path = Path("cache", FILE_NAME)
    path.write_bytes(path.read_bytes()[:5_000] + b"\x00damage" * 500)
    second = start("check", "brief.yaml", "drafts", "-o", "b.json", "--fail-on", "never")
    _, told = second.communicate(timeout=120)
    assert (first.returncode, second.returncode) == (0, 0), told
    assert "consistency: warning: the cache" in told
    assert "it was set aside as vectors-v1.damaged" in told
    assert Path("a.json").read_bytes() == Path("b.json").read_bytes()


@pytest.mark.parametrize("moment", ["os.fdopen", "pathlib.Path.replace"])
def test_a_killed_run_leaves_the_old_report_or_the_new(moment: str) -> None:
    Path("r.json").write_text("old", encoding="utf-8")
    killing = f"import os, signal, pathlib\n{moment} = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\n"
    process = start("check", "brief.yaml", "drafts", "-o", "r.json", "--rules-only", program=killing + FAKED)
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    assert Path("r.json").read_text(encoding="utf-8") == "old"


def test_an_interrupt_of_a_real_run_leaves_with_130() -> None:
    interrupting = FAKED.replace(
        "main()\n",
        # A shell's background jobs inherit a SIGINT that is ignored.
        "import os, signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "run.check_campaign = lambda *_: os.kill(os.getpid(), signal.SIGINT)\nmain()\n",
    )
    process = start("check", "brief.yaml", "drafts", "-o", "r.json", program=interrupting)
    process.communicate(timeout=120)
    assert process.returncode == 130
    assert not Path("r.json").exists()
