"""Every message about what can't be read: file, row, column, what was found and what was expected."""

# ruff: noqa: E501 - a table reads best with one case a line

import ast
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from consistency import captions
from consistency.captions import Choices, read_captions
from consistency.errors import ConsistencyError, InputError
from tests.captions.making import archive, excel, open_document, parquet, with_member, word
from tests.captions.test_awkward_files import deep, rows


def no_access(folder: Path) -> Iterator[None]:
    raise PermissionError(13, "Permission denied", f"{folder}/secret")
    yield


def with_password() -> bytes:
    content = bytearray(archive({"a.csv": b"caption\none\n"}, 0))
    for start in (content.index(b"PK\x03\x04") + 6, content.index(b"PK\x01\x02") + 8):
        content[start] |= 1  # the bit that says so
    return bytes(content)


SHEET = excel(("Nov", [["caption"], ["one"], ["two"]]))
TCVN3 = "TiÕng ViÖt rÊt hay"
PIPE = "a pipe"
FOLDER = "a folder"
ABSENT = "absent"


@dataclass(frozen=True)
class Case:
    """A file that isn't as it should be, and the parts of what is said of it."""

    content: bytes | str
    """Or one of the words above for what is no file."""
    place: str
    """The file, with the row where it is a matter of one."""
    column: str
    """Empty where it is no matter of one column."""
    found: str
    expected: str
    choices: Choices = field(default_factory=Choices)
    limits: Mapping[str, Any] = field(default_factory=dict)
    """What to put in place of what in the rooms of captions, by ``module.NAME``."""

    def __str__(self) -> str:
        return f"{self.place} {self.found}"


CASES = [
    Case(ABSENT, "a.csv", "", "No such file", "expected a file or folder that is there"),
    Case(PIPE, "a.csv", "", "is a pipe or device", "expected a file or folder"),
    Case(FOLDER, "a.csv", "", "a.csv/secret: Permission denied", "expected files that may be read", limits={"files._folder": no_access}),
    Case("caption\n", "a.csv", "", "more bytes", "expected, which is at most 3", limits={"files.MAX_BYTES": 3}),
    Case(b"PK\x03\x04 no zip", "a.zip", "", "File is not a zip file", "expected a zip-based file"),
    Case(archive({"a.txt": b"", "b.txt": b""}), "a.zip", "", "2 files", "expected at most 1", limits={"files.MAX_MEMBERS": 1}),
    Case(archive({"a.txt": b"123456"}), "a.zip", "", "6 bytes", "expected at most 5", limits={"files.MAX_ARCHIVE_BYTES": 5}),
    Case(archive({"a.txt": b"1" * 1000}), "a.zip", "", "1,000 bytes from", "expected at most 3 times", limits={"files.MAX_RATIO": 3, "files._RATIO_FROM": 9}),
    Case(with_password(), "a.zip/a.csv", "", "encrypted", "expected a whole file without a password"),
    Case(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "", "old or a password-protected", "expected .xlsx or .docx"),
    Case("<html><table>", "a.csv", "", "a web page or XML", "expected CSV"),
    Case("", "a.png", "", "not a kind of file", "expected .csv"),
    Case(rows("caption", "one").encode("utf-16")[:-1], "a.csv", "", "truncated data", "utf-16 text"),
    Case('id,caption\na,"' + "x" * 1_000_100, "a.csv:2", "column 2", "field larger than", "expected cells of at most 1,000,000"),
    Case(rows("caption", "one", "two"), "a.csv:3", "", "one row too many", "expected at most 2", limits={"tables.MAX_ROWS": 2}),
    Case(rows("a,b", "1,2"), "a.csv:1", "'x'", "found 'a', 'b'", "expected the column 'x'", Choices(columns={"caption": "x"})),
    Case(rows("a,b", "1,2"), "a.csv:1", "no caption column", "found 'a', 'b'", "expected one"),
    Case(rows("id,caption,likes", "a,one"), "a.csv:2", "column 3, 'likes'", "2 cells", "expected 3"),
    Case(rows("id,caption", "a,one,two"), "a.csv:2", "column 3", "3 cells", "expected 2"),
    Case('[{"caption": "123456"}]', "a.json, record 1", "'caption'", "6 characters", "expected at most 5", limits={"tables.MAX_CELL": 5}),
    Case("caption\ntrà\n".encode() + b"caf\xe9\n", "a.csv:3", "'caption'", "the byte 0xE9", "utf-8 text"),
    Case('{"caption": "x"}\n{"caption": "\\ud83c"}\n', "a.jsonl:2", "'caption'", "half a letter, U+D83C", "utf-8 text"),
    Case(rows("caption", TCVN3), "a.csv:2", "'caption'", f"TCVN3 fonts: found '{TCVN3}'", "expected Unicode"),
    Case(rows("caption,date", "one,03/12/2026"), "a.csv:2", "'date'", "found '03/12/2026'", "expected a date that can be one day only; left out; say --dates day-first"),
    Case(rows("caption,date", "one,soon"), "a.csv:2", "'date'", "found 'soon'", "expected a date such as"),
    Case(rows("caption,likes", "one,many"), "a.csv:2", "'likes'", "found 'many'", "expected a number such as"),
    Case(rows("caption,id", "one,"), "a.csv:2", "'id'", "found ''", "expected an id"),
    Case("[1]", "a.json", "", "found no objects", "expected [{...}, ...]"),
    Case(deep(99), "a.json", "", "too deeply", "expected at most 60"),
    Case('[{"caption": "one", "b": 1}]', "a.json", "", "2 different fields", "expected at most 1", limits={"json_tables.MAX_COLUMNS": 1}),
    Case('{"caption": "one"}\n{"caption": \n', "a.jsonl:2", "column 12", "Expecting value", "expected one {...} a line"),
    Case('{"caption": "trà đá"}\n'.encode() + b'{"caption": "\xe9"}\n', "a.jsonl:2", "", "0xe9", "utf-8 text"),
    Case('{"caption": "one"}\n' + "x" * 99 + "\n", "a.jsonl:2", "", "more than 50 bytes", "expected one {...}", limits={"json_tables._MAX_LINE": 50}),
    Case('{"caption": "one"}\n' + deep(5000) + "\n", "a.jsonl:2", "", "too deeply", "expected at most 60"),
    Case('[{"caption": "one"},\n {"caption": }]', "a.json:2", "column 14", "Expecting value", "expected [{...}, ...]"),
    Case('[{"caption": "one"},\n {"caption": "\xe9"}]'.encode("latin-1"), "a.json:2", "", "0xe9", "utf-8 text", Choices(encoding="utf-8")),
    Case('[{"caption": NaN}]', "a.json", "", "is not JSON", "expected [{...}, ...]"),
    Case('[{"caption": "one"}, 5]', "a.json, record 2", "", "found 5", "expected an object"),
    Case(parquet({"caption": ["one"]})[:-9], "a.parquet", "", "found damage", "expected a Parquet file"),
    Case(parquet({"caption": ["one"]}), "a.parquet", "", "bytes unpacked", "expected at most 9", limits={"parquet.MAX_BYTES": 9}),
    Case(parquet({"caption": ["one"], "b": [1]}), "a.parquet", "", "2 columns", "expected at most 1", limits={"parquet.MAX_COLUMNS": 1}),
    Case(open_document(("Nov", [["caption"]])), "a.ods", "", "bytes unpacked", "expected at most 9", limits={"workbooks.MAX_ODS_BYTES": 9}),
    Case(with_member(SHEET, "xl/worksheets/sheet1.xml", b"<worksheet"), "a.xlsx", "", "found damage", "expected a workbook"),
    Case(SHEET, "a.xlsx", "", "found 'Nov'", "expected a sheet 'Dec'", Choices(sheet="Dec")),
    Case(SHEET, "a.xlsx, sheet 'Nov'", "", "row 3", "expected at most 2", limits={"workbooks.MAX_SHEET_ROWS": 2}),
    Case(excel(("Nov", [["caption", "b"]])), "a.xlsx, sheet 'Nov'", "", "row 1 has 2 columns", "expected at most 1", limits={"workbooks.MAX_COLUMNS": 1}),
    Case("x" * 1_000_001, "mai.txt:1", "", "more than 1,000,000 bytes", "expected one caption"),
    Case(b"\xff\xfe\x00", "mai.txt:1", "", "truncated data", "utf-16 text"),
    Case(archive({"word/document.xml": b"<w"}), "mai.docx", "", "found damage", "expected a Word document"),
    Case(word("123456"), "mai.docx, paragraph 1", "", "6 characters", "expected one caption, of at most 5", limits={"drafts.MAX_BYTES": 5}),
    Case("---\ncreator: mai\nplatform: [\n---\nhi", "mai.md:3", "column 12", "found '<stream end>'", "expected lines such as"),
    Case("---\n- a\n---\nhi", "mai.md:2", "", "is a list", "expected lines such as"),
    Case("---\nlikes: many\n---\nhi", "mai.md:1", "likes", "found 'many'", "expected a number such as"),
    Case("---\nposted_at: soon\n---\nhi", "mai.md:1", "posted_at", "found 'soon'", "expected a date such as"),
    Case("---\nposted_at: 3/12/2026\n---\nhi", "mai.md:1", "posted_at", "found '3/12/2026'", "expected a date that can be one day only"),
    Case("---\nmood: good\n---\nhi", "mai.md:1", "mood", "found 'good'", "expected one of post_id"),
    Case(TCVN3, "mai.txt:1", "", f"found '{TCVN3}'", "expected Unicode"),
]  # fmt: skip


def said(case: Case, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is said of the case's file, each with its place."""
    name = case.place.split(":")[0].split(",")[0].split("/")[0]
    if case.content == PIPE:
        os.mkfifo(name)
    elif case.content == FOLDER:
        Path(name).mkdir()
    elif case.content != ABSENT:
        Path(name).write_bytes(case.content.encode() if isinstance(case.content, str) else case.content)
    for limit, value in case.limits.items():
        monkeypatch.setattr(f"consistency.captions.{limit}", value)
    try:
        read = read_captions([name], case.choices)
    except InputError as error:
        return list(map(str, error.faults))
    return [*(f"{one.place}: {one.reason}" for one in read.skipped), *map(str, read.notes)]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_message_says_where_what_and_what_else(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    [message] = said(case, monkeypatch)
    assert message.startswith(f"{case.place}: ")
    for part in (case.column, case.found, case.expected):
        assert part in message, message


def test_an_encoding_that_is_none_is_refused() -> None:
    for name in ("utf-9", "rot13", "undefined", ""):
        with pytest.raises(
            ConsistencyError, match=f"--encoding '{name}': expected the name of a text encoding, such as"
        ):
            Choices(encoding=name)


def messages_in_the_code() -> Iterator[tuple[str, str]]:
    """The longest fixed part of each message in the rooms of captions, with the place in the code."""
    for path in sorted(Path(captions.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            texts: list[ast.expr] = []
            if isinstance(node, ast.Call):
                texts += [keyword.value for keyword in node.keywords if keyword.arg in ("problem", "reason")]
                texts += node.args[:1] if ast.unparse(node.func) == "Unreadable" else []
            elif (
                isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("problem", "reason", "expected")
            ) or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith("EXPECTED")):
                texts.append(node.value)
            for text in texts:
                parts = [part.value for part in getattr(text, "values", [text]) if isinstance(part, ast.Constant)]
                longest = max(filter(None, map(str, parts)), key=len, default="")
                if longest:
                    yield f"{path.name}:{node.lineno}", longest


def test_every_message_is_in_the_table(tmp_path: Path) -> None:
    every = ""
    for number, case in enumerate(CASES):
        (tmp_path / str(number)).mkdir()
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.chdir(tmp_path / str(number))
            every += "\n".join(said(case, monkeypatch))
    assert [(place, text) for place, text in messages_in_the_code() if text not in every] == []
