import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from consistency.cli import main

EXPECTED = "expected a number such as 1234, 1.234, 12,5k or 1 triệu; left out"

NONE = "no cell for column 4, 'Lượt thích'; check its quotes and delimiters"


def run(*arguments: str) -> int:
    sys.argv = ["consistency", "captions", "preview", *arguments]
    with pytest.raises(SystemExit) as leaving:
        main()
    return int(leaving.value.code or 0)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_preview_says_how_a_file_was_understood(capsys: pytest.CaptureFixture[str]) -> None:
    Path("posts.csv").write_text(
        "Report;;;\nMã bài;Người đăng;Nội dung bài viết;Lượt thích;Ghi chú\n"
        "1;mai;Trà ủ lạnh;12,5k;\n1;mai;\x1b[31mđỏ;abc;\n2;lan;three\n3;lan;;;\n",
        encoding="utf-8",
    )
    assert run("posts.csv") == 0
    assert capsys.readouterr().out.splitlines() == [
        "posts.csv: CSV, utf-8, delimiter ';'; names of the columns at posts.csv:2",
        "  post_id    = 'Mã bài'",
        "  creator    = 'Người đăng'",
        "  likes      = 'Lượt thích'",
        "  caption    = 'Nội dung bài viết'",
        "  not used: 'Ghi chú'",
        "  posts.csv:3  1  mai: Trà ủ lạnh",
        "  posts.csv:4  1#2  mai:  [31mđỏ",
        "  posts.csv:6  3  lan: ",
        "",
        "3 posts, 1 without a caption; 1 skipped",
        "  skipped: posts.csv:5: 2: the row has 3 cells, expected 5 as in the header: " + NONE,
        "note: posts.csv:1: stands above the header, so it was taken for a title: 'Report'",
        "note: posts.csv:4: likes (column 'Lượt thích'): found 'abc', " + EXPECTED,
        "note: posts.csv:3: the id '1' stands again at posts.csv:4; all are kept, the later ones as '1#2' ...",
    ]


def test_preview_shows_the_first_posts_and_counts_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.csv").write_text("id,caption\n" + "".join(f"{n},post {n}\n" for n in range(40)))
    Path("b.jsonl").write_text('{"text": "one"}\n{"text": "two"}\n')
    assert run("a.csv", "b.jsonl") == 0
    shown = capsys.readouterr().out
    assert "post 4" in shown
    assert "post 5" not in shown
    assert "b.jsonl: JSON Lines, utf-8; columns named by the format" in shown
    assert "42 posts; 0 skipped" in shown


def test_preview_takes_map_and_sheet_and_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"text,note\na,b\n")))
    assert run("-", "--map", "caption=note") == 0
    assert "standard input:2" in capsys.readouterr().out
    assert run("-", "--map", "title=note") == 2
    Path("a.csv").write_text("caption\none\n")
    assert run("a.csv", "gone.xlsx", "--sheet", "Nov") == 2
    shown = capsys.readouterr()
    assert "1 posts" not in shown.err
    assert "gone.xlsx: can't be opened" in shown.err


def test_columns_that_were_told_by_content_are_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.csv").write_text("@mai,My new favourite tea in the morning\n@an,Second week with it and still happy\n")
    assert run("a.csv") == 0
    shown = capsys.readouterr().out
    assert "a.csv: CSV, utf-8, delimiter ','; no names of columns" in shown
    assert "  caption    = 'column 2' (by what it holds)" in shown


def test_dates_and_encoding_can_be_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.csv").write_bytes("caption,date\ncafé,3/12/2026\n".encode("cp1252"))
    assert run("a.csv", "--dates", "month-first", "--encoding", "latin-1") == 0
    shown = capsys.readouterr().out
    assert "a.csv: CSV, iso8859-1, delimiter ','" in shown
    assert "post_id    made from creator, date and caption" in shown
    assert "2026-03-12: café" in shown
    assert "note" not in shown
    assert run("a.csv", "--encoding", "utf-9") == 2
    assert "--encoding 'utf-9': expected the name of a text encoding" in capsys.readouterr().err
