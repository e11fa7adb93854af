import json
import sys
from pathlib import Path

import pytest

from consistency.cli import main
from consistency.cli import run as run_command

BRIEF = """\
campaign: tea time
messages:
  - {id: sugar, text: The tea has no sugar and no sweetener., required: true}
require: {hashtags: ["#MistTea"]}
disclosure: {required: false}
"""
GOOD = "The tea has no sugar and no sweetener, said my grandmother twice. #MistTea"
EDITED = "The tea has a lovely cap and no sweetener, said my grandmother twice."


@pytest.fixture(autouse=True)
def here(with_fakes: Path) -> None:
    Path("brief.yaml").write_text(BRIEF, encoding="utf-8")
    for name, caption in (("drafts", GOOD), ("live", EDITED)):
        Path(f"{name}.csv").write_text(f'post_id,creator,caption\n{name}1,mai,"{caption}"\n', encoding="utf-8")


def run(*arguments: str) -> int:
    sys.argv = ["consistency", *arguments]
    with pytest.raises(SystemExit) as leaving:
        main()
    return int(leaving.value.code or 0)


def test_drafts_beside_posts(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compare", "drafts.csv", "live.csv") == 0
    assert "lost: no sugar" in capsys.readouterr().out
    assert run("compare", "drafts.csv", "live.csv", "--brief", "brief.yaml", "-o", "c.json", "-o", "c.html") == 1
    assert "worse: rule missing-hashtag “#MistTea”: kept → broken" in capsys.readouterr().out
    [post] = json.loads(Path("c.json").read_text(encoding="utf-8"))["posts"]
    assert (post["before_id"], post["after_id"]) == ("drafts1", "live1")
    assert "lost: no sugar" in Path("c.html").read_text(encoding="utf-8")


def test_rules_alone_load_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_command, "load_embedder", None)
    assert run("compare", "drafts.csv", "live.csv", "--brief", "brief.yaml", "--rules-only") == 1
    assert run("compare", "drafts.csv", "drafts.csv", "--brief", "brief.yaml", "--rules-only") == 0


def test_two_reports(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a", "b"):
        run("check", "brief.yaml", "drafts.csv", "-o", f"{name}.json")
    capsys.readouterr()
    assert run("compare", "a.json", "b.json", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["before"], found["only_after"], found["posts"][0]["differences"]) == ("a.json", [], [])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["a.json", "live.csv"], "a.json is a report and live.csv is none"),
        (["none.json", "live.csv"], "none.json: can't be opened"),
        (["drafts.csv", "live.csv", "-o", "x.csv"], "x.csv: a comparison ends in one of .html, .json"),
        (["drafts.csv", "live.csv", "--map", "x"], "expected FIELD=COLUMN"),
    ],
)
def test_what_the_user_can_mend_leaves_with_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run("check", "brief.yaml", "drafts.csv", "-o", "a.json")
    capsys.readouterr()
    assert run("compare", *arguments) == 2
    assert words in " ".join(capsys.readouterr().err.split())
