"""The GitHub action and the pre-commit hook: what their schemas say, and what their commands do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from tests.support import published_schema

ROOT = Path(__file__).parents[1]
BRIEF = """\
campaign: tea
messages: [{id: a, text: The tea has no sugar.}]
require: {hashtags: ["#MistTea"]}
disclosure: {required: false}
"""


def content(name: str) -> Any:
    return YAML(typ="safe").load((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "schema"), [("action.yml", "github-action"), (".pre-commit-hooks.yaml", "pre-commit-hooks")]
)
def test_files_are_what_their_schemas_say(name: str, schema: str) -> None:
    Draft7Validator(published_schema(schema)).validate(content(name))


class Checkout:
    """A scratch repository with two drafts, in which the action's own script runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "drafts").mkdir(parents=True)
        (folder / "brief.yaml").write_text(BRIEF)
        for name in ("an", "mai"):
            (folder / "drafts" / f"{name}.md").write_text("The tea has no sugar. #MistTea\n")
        self.git("init", "--quiet")
        self.base = self.commit()

    def git(self, *arguments: str) -> str:
        command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments]
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=True).stdout.strip()

    def commit(self) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "x")
        return self.git("rev-parse", "HEAD")

    def check(self, **inputs: str) -> "subprocess.CompletedProcess[str]":
        [step] = [step for step in content("action.yml")["runs"]["steps"] if step.get("id") == "check"]
        temporary = self.folder / ".git" / "temporary"
        temporary.mkdir(exist_ok=True)
        given = {
            "BRIEF": "brief.yaml",
            "CAPTIONS": "drafts\n",
            "BASELINE": "",
            "FAIL_ON": "off_message",
            "OPTIONS": "--rules-only\n",
            "BASE": self.base,
            "RUNNER_TEMP": str(temporary),
            **{name: str(temporary / name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")},
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            **inputs,
        }
        return subprocess.run(
            ["bash", "-c", step["run"]], cwd=self.folder, env=given, capture_output=True, text=True, check=False
        )

    def written(self, name: str) -> str:
        path = self.folder / ".git" / "temporary" / name
        return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    if not shutil.which("git") or not shutil.which("bash"):
        pytest.skip("needs git and bash")
    return Checkout(tmp_path / "a checkout")


def test_the_action_checks_only_what_was_changed(checkout: Checkout) -> None:
    (checkout.folder / "drafts" / "mai.md").write_text("The tea has no sugar. #MistTee\n")
    (checkout.folder / "drafts" / "photo.png").write_bytes(b"\x89PNG")
    (checkout.folder / "drafts" / "an.md").unlink()
    checkout.commit()
    done = checkout.check()
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::error file=drafts/mai.md,line=1,title=near-miss-hashtag%3A mai::")
    assert "1 captions" in checkout.written("GITHUB_STEP_SUMMARY")
    outputs = dict(line.split("=", 1) for line in checkout.written("GITHUB_OUTPUT").splitlines())
    assert Path(outputs["sarif"]).is_file()
    assert Path(outputs["report"]).is_file()
    assert checkout.git("status", "--porcelain") == ""


def test_the_action_has_nothing_to_do_where_no_caption_was_changed(checkout: Checkout) -> None:
    (checkout.folder / "notes.txt").write_text("x")
    checkout.commit()
    done = checkout.check()
    assert (done.returncode, done.stdout) == (0, "no captions were changed\n")


@pytest.mark.parametrize("base", ["", "0" * 40])
def test_the_action_checks_everything_where_it_knows_no_beginning(checkout: Checkout, base: str) -> None:
    done = checkout.check(BASE=base)
    assert done.returncode == 0, done.stderr
    assert "2 of 2 captions" in checkout.written("GITHUB_STEP_SUMMARY")


def test_a_changed_brief_checks_everything(checkout: Checkout) -> None:
    (checkout.folder / "brief.yaml").write_text(BRIEF.replace("#MistTea", "#OtherTea"))
    checkout.commit()
    done = checkout.check()
    assert done.returncode == 1
    assert "0 of 2 captions" in checkout.written("GITHUB_STEP_SUMMARY")


def test_the_action_passes_decisions_on_and_tells_what_can_be_mended(checkout: Checkout) -> None:
    done = checkout.check(BASE="", BASELINE="none.jsonl")
    assert done.returncode == 2
    assert "none.jsonl: the decisions can't be opened" in done.stderr
    assert checkout.written("GITHUB_OUTPUT") == ""


def test_inputs_are_no_part_of_the_script() -> None:
    for step in content("action.yml")["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_hook_is_a_command_that_takes_drafts(checkout: Checkout) -> None:
    [hook] = content(".pre-commit-hooks.yaml")
    command = [*hook["entry"].split(), "--rules-only", "brief.yaml", "drafts/an.md"]
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(command, cwd=checkout.folder, env={"PATH": path}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("tea: 1 of 1 captions")
    assert checkout.git("status", "--porcelain") == ""
