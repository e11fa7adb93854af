import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from consistency.cli import lint as lint_command
from consistency.cli import run as run_command
from consistency.cli.output import default_output, write_whole
from consistency.errors import ConsistencyError
from consistency.report import json_schema
from consistency.rules import RULES
from tests.cli.support import run
from tests.support import FakeEmbedder

BRIEF = """\
campaign: tea time
about: Bottled oolong.
product: Mist tea
messages:
  - {id: sugar, text: The tea has no sugar and no sweetener., required: true}
  - {id: brew, text: It is brewed in cold water for twelve hours.}
require: {hashtags: ["#MistTea"]}
disclosure: {required: false}
"""
GOOD = "The tea has no sugar and no sweetener. #MistTea"
UNTAGGED = "The tea has no sugar and no sweetener."


@pytest.fixture(autouse=True)
def here(with_fakes: Path) -> Path:
    Path("brief.yaml").write_text(BRIEF, encoding="utf-8")
    return with_fakes


def captions(*texts: str) -> str:
    Path("posts.csv").write_text("caption\n" + "".join(f'"{text}"\n' for text in texts), encoding="utf-8")
    return "posts.csv"


def test_without_o_the_page_goes_to_reports(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "brief.yaml", captions(GOOD)) == 0
    assert "<!doctype html>" in Path("reports/tea-time.html").read_text(encoding="utf-8")
    shown = capsys.readouterr()
    assert shown.out.startswith("tea time: ")
    assert "report: reports/tea-time.html" in shown.err
    assert "posts.csv: columns read: caption" in shown.err


def test_what_is_odd_about_captions_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    Path("posts.csv").write_text(f"id,caption,likes\na,{GOOD},many\na,{GOOD},3\n", encoding="utf-8")
    assert run("check", "brief.yaml", "posts.csv") == 0
    shown = capsys.readouterr().err
    assert "note: posts.csv:2: likes (column 'likes'): found 'many', expected a number" in shown
    assert "note: posts.csv:2: the id 'a' stands again at posts.csv:3" in shown


def test_o_may_repeat_and_goes_by_the_ending(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "brief.yaml", captions(GOOD), "-o", "a/b.html", "-o", "c.json", "--format", "json") == 0
    assert Path("a/b.html").is_file()
    assert Path("c.json").read_text(encoding="utf-8") == capsys.readouterr().out
    assert not Path("reports").exists()


@pytest.mark.parametrize(
    ("texts", "level", "code"),
    [
        ([GOOD], "review", 0),
        ([GOOD, "rain all day"], "contradicts", 0),
        ([GOOD, "rain all day"], "off_message", 1),
        ([GOOD, "rain all day"], "partly", 1),
        ([GOOD, "rain all day"], "review", 1),
        ([GOOD, "rain all day"], "never", 0),
        ([UNTAGGED], "contradicts", 0),
        ([UNTAGGED], "off_message", 1),
        ([UNTAGGED], "missing-hashtag", 1),
        ([UNTAGGED], "competitor", 0),
        ([GOOD, "rain all day #MistTea"], "missing-hashtag", 0),
        ([GOOD, ""], "partly", 0),
        ([GOOD, ""], "review", 1),
        ([GOOD, ""], "never", 0),
    ],
)
def test_fail_on(texts: list[str], level: str, code: int) -> None:
    assert run("check", "brief.yaml", captions(*texts), "--fail-on", level) == code


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "none.yaml", "posts.csv"], "none.yaml: the brief can't be opened"),
        (["check", "brief.yaml", "none.csv"], "none.csv: can't be opened"),
        (["check", "brief.yaml", "posts.csv", "-o", "x.docx"], "a report ends in one of .html, .json"),
        (["check", "brief.yaml", "posts.csv", "--map", "title=x"], "expected FIELD=COLUMN"),
        (["check", "brief.yaml", "posts.csv", "--map", "caption=x"], "expected the column 'x' that --map names"),
        (["check", "brief.yaml"], "Missing argument"),
        (["check", "brief.yaml", "posts.csv", "--fail-on", "bad"], "--fail-on 'bad': expected one of contradicts"),
        (["explain", "bad"], "there is no rule 'bad'"),
        (["nonsense"], "nonsense"),
    ],
)
def test_what_the_user_can_mend_leaves_with_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    captions(GOOD)
    assert run(*arguments) == 2
    assert words in " ".join(capsys.readouterr().err.split())
    assert not Path("reports").exists()


def test_nothing_to_judge_leaves_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "brief.yaml", captions("")) == 2
    assert "posts.csv:2: the caption is empty" in capsys.readouterr().err


def test_a_bug_leaves_with_3(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("oh no")

    monkeypatch.setattr(run_command, "check_campaign", broken)
    assert run("check", "brief.yaml", captions(GOOD)) == 3
    shown = capsys.readouterr().err
    assert "RuntimeError: oh no" in shown
    assert "Please report it" in shown


def test_an_interrupt_leaves_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run_command, "check_campaign", interrupted)
    assert run("check", "brief.yaml", captions(GOOD)) == 130


@pytest.mark.parametrize(
    ("campaign", "name"),
    [("tea time", "tea-time"), ("../../etc/passwd", "etc-passwd"), ("Đậm vị nhà", "Đậm-vị-nhà"), ("..", "campaign")],
)
def test_default_output_stays_in_reports(campaign: str, name: str) -> None:
    assert default_output(campaign) == Path("reports") / f"{name}.html"


def test_a_report_is_the_old_one_or_the_new(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = here / "r.html"
    write_whole(path, "old")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(ConsistencyError, match=r"r\.html: can't be written: disk full"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert sorted(p.name for p in here.iterdir()) == ["brief.yaml", "r.html"]


def test_rules_only_asks_for_no_model(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(run_command, "load_embedder", None)
    monkeypatch.setattr(run_command, "load_reader", None)
    assert run("check", "brief.yaml", captions(UNTAGGED, GOOD), "--rules-only", "-o", "r.json", "-o", "r.html") == 1
    report = json.loads(Path("r.json").read_text(encoding="utf-8"))
    Draft202012Validator(json_schema()).validate(report)
    assert [post["verdict"] for post in report["posts"]] == ["not_judged", "not_judged"]
    assert [post["missing_hashtags"] for post in report["posts"]] == [["#MistTea"], []]
    assert capsys.readouterr().out.startswith("tea time: 1 of 2 captions is ready; 1 needs a change.")


def test_explain_says_why_and_how(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", "near-miss-hashtag") == 0
    shown = capsys.readouterr().out
    assert "Why: platforms compare tags letter by letter." in shown
    assert "#MộcSương" in shown
    assert run("explain") == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in RULES)


def test_brief_lint(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(lint_command, "load_embedder", lambda model: FakeEmbedder())
    assert run("brief", "lint", "brief.yaml") == 0
    assert "no weaknesses found" in capsys.readouterr().out
    Path("brief.yaml").write_text(BRIEF.replace("{required: false}", "{market: JP}"), encoding="utf-8")
    assert run("brief", "lint", "brief.yaml") == 1
    assert "disclosure.market: error: brief-unknown-market: JP; there are packs for EU, IE, UK, US, VN" in (
        capsys.readouterr().out
    )


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["--version"]])
def test_help_is_light(arguments: list[str]) -> None:
    program = """
import sys
from consistency.cli import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
    assert not {"torch", "spacy", "pandas", "numpy", "sentence_transformers"} & set(done.stderr.split())


def test_json_holds_what_the_page_holds() -> None:
    run("check", "brief.yaml", captions(GOOD, "rain all day"), "-o", "r.json", "-o", "r.html", "--fail-on", "never")
    page = Path("r.html").read_text(encoding="utf-8")
    for post in json.loads(Path("r.json").read_text(encoding="utf-8"))["posts"]:
        assert post["post_id"] in page


def test_rules_alone_need_no_heavy_library() -> None:
    program = """
import sys
from consistency.cli import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""
    command = [sys.executable, "-c", program, "check", "brief.yaml", captions(GOOD), "--rules-only"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert not {"torch", "sklearn", "scipy"} & set(done.stderr.split())
