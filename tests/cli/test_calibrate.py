from pathlib import Path

import pytest

from consistency.cli.calibrate import read_past_decisions
from consistency.errors import InputError
from tests.cli.support import run

BRIEF = "campaign: tea\nmessages: [{id: sugar, text: The tea has no sugar and no sweetener., required: true}]\n"


def test_decisions_make_a_calibration_that_check_takes(with_fakes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("brief.yaml").write_text(BRIEF, encoding="utf-8")
    rows = [(f"p{number}", "no sugar and no sweetener here" if number % 2 else "rain all day") for number in range(24)]
    table = "".join(f"{name},{text},{'approved' if 'sugar' in text else 'rejected'}\n" for name, text in rows)
    Path("past.csv").write_text(f"post_id,caption,decision\n{table}", encoding="utf-8")
    assert run("calibrate", "past.csv", "brief.yaml", "past.csv") == 0
    told = capsys.readouterr().out
    assert told.startswith("24 decisions; each is foretold by a setting that it took no part in fitting\n  before: ")
    assert "  after:  " in told
    options = ("--calibration", "calibration.json", "--format", "text", "--fail-on", "never")
    assert run("check", "brief.yaml", "past.csv", *options) == 0


def test_words_for_decisions(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("\ufeffpost_id,decision\na,Approved\nb,từ chối\nc,\nd,off_message\ne,duyệt\n", encoding="utf-8")
    assert read_past_decisions(path) == {"a": True, "b": False, "d": False, "e": True}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, r"d\.csv: can't be opened"),
        (b"id,decision\n", r"d\.csv:1: expected the columns post_id and decision, found id, decision"),
        (b"post_id,decision\na,maybe\nb,well\n", r"d\.csv:2: decision: expected one of .*'maybe'\n.*d\.csv:3: "),
        (b"post_id,decision\na,\xff\n", "is not UTF-8"),
        (b'post_id,decision\na,"yes\n', r"d\.csv:2: is no CSV table from here on"),
        (b"post_id;decision\na;maybe\n", "'maybe'"),
    ],
)
def test_faults_are_named_with_their_line(tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "d.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=words):
        read_past_decisions(path)
