"""What the README says is so."""

import re
from pathlib import Path

import pytest

from consistency.brief import read_brief
from consistency.captions.exports import EXPORTS
from consistency.captions.files import SUFFIXES
from consistency.cli.application import app
from consistency.cli.levels import Format
from consistency.cli.output import RENDERERS
from consistency.records.levels import FailOn

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(start: str) -> str:
    """The indented block that begins with a line."""
    lines = README[README.index(f"    {start}") :].splitlines()
    own = []
    for line in lines:
        if line and not line.startswith("    "):
            break
        own.append(line[4:])
    return "\n".join(own)


def test_the_brief_is_a_brief(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(block("campaign: sen-dat-tet-2027"), encoding="utf-8")
    brief = read_brief(tmp_path / "brief.yaml")
    assert brief.messages[0].weight == 2
    assert set(brief.model_fields_set) == set(type(brief).model_fields)


def test_the_library_s_face_is_there() -> None:
    code = block("from consistency import")
    compile(code, "README.md", "exec")
    exec(code.splitlines()[0])  # noqa: S102 - the names can be imported


@pytest.mark.parametrize("path", re.findall(r"briefs/[\w./]+", README))
def test_named_examples_are_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_options_and_choices_are_those_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    usage = block("consistency check BRIEF")
    with pytest.raises(SystemExit):
        app(["check", "--help"])
    shown = capsys.readouterr().out
    for option in re.findall(r"--?[a-z-]+", usage):
        assert option in shown
    assert f"--format {'|'.join(Format)}" in usage
    for level in FailOn:
        assert f"`{level}`" in README
    for ending in RENDERERS:
        assert f"`{ending}`" in README


def test_known_exports_and_endings_are_named() -> None:
    assert re.findall(r"^\| ([A-Z][^|]+) \| (?:CSV|`)", README, re.MULTILINE) == [export.name for export in EXPORTS]
    for ending in SUFFIXES:
        assert f"`{ending}`" in README


def test_the_pictures_are_there() -> None:
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)
    assert len(pictures) > 1
    for picture in pictures:
        assert (ROOT / picture).read_bytes().startswith(b"\x89PNG")


def test_the_options_of_compare_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        app(["compare", "--help"])
    shown = capsys.readouterr().out
    for option in re.findall(r"--?[a-z-]+", block("consistency compare DRAFTS LIVE")):
        assert option in shown
