"""Fuzz a reader, guided by coverage: ``python -m tests.fuzz.readers TARGET [-max_total_time=1200] [CORPUS]``.

Any error but the one for input that the user can mend is a finding; so are a run out of memory or time. Needs
``pip install atheris``. The table of awkward files is what it starts from, so that a finding put there is a start for
the next run. For formats that are zips, the XML inside is mutated, not the zip around it.
"""

# ruff: noqa: E402 - what is instrumented is imported first

import contextlib
import importlib
import io
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import atheris

LIBRARIES = {"excel": "openpyxl.reader.excel", "open_document": "odf.opendocument", "word": "docx.document"}
"""What a target reads with that is written in Python: its coverage guides too. Only one, as this takes a while."""

with atheris.instrument_imports(include=["consistency", *(name.partition(".")[0] for name in LIBRARIES.values())]):
    for library in [LIBRARIES[target] for target in sys.argv[1:2] if target in LIBRARIES]:
        importlib.import_module(library)
    from consistency.brief import read_brief
    from consistency.captions import read_captions, workbooks
    from consistency.captions.values import day_order, is_ambiguous, read_count, read_date, read_file_name

from consistency.errors import ConsistencyError
from tests.captions.making import archive, excel, open_document, with_member, word
from tests.captions.test_awkward_files import CASES

FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-"))
WORKBOOK = excel(("Nov", [["id", "caption", "likes"], ["a", "one", 3], [None, "two", 4]]), merged=["A2:A3"])
SHEETS = open_document(("Nov", [["id", "caption"], [("a", 2), "one"], [None, "two"]]))
DOCUMENT = word("one", "two", table=[["three", "four"]])
SHEET, CONTENT, BODY = "xl/worksheets/sheet1.xml", "content.xml", "word/document.xml"
# Sheets that end far below take their time; that they are refused shows in a shorter one.
workbooks.MAX_SHEET_ROWS = 2_000
workbooks._MAX_MERGED = 2_000
BRIEFS = Path(__file__).parents[2] / "briefs"
MAX_SEED = 10_000


def captions(name: str, content: bytes) -> None:
    path = FOLDER / name
    path.write_bytes(content)
    read = read_captions([path])
    for post in read.posts:
        assert isinstance(post.caption, str)
        post.caption.encode()
    assert all(one.reason for one in read.skipped)


def brief(content: bytes) -> None:
    path = FOLDER / "brief.yaml"
    path.write_bytes(content)
    read_brief(path)


def values(content: bytes) -> None:
    text = content.decode("utf-8", "replace")
    count = read_count(text)
    assert count is None or 0 <= count < 10**15
    assert not (is_ambiguous(text) and read_date(text))
    day_order([text])
    read_file_name(unicodedata.normalize("NFC", text))


def seeds(*endings: str) -> list[bytes]:
    """The awkward files of a kind that are small."""
    files = [case.content for case in CASES if case.file.endswith(endings) and len(case.content) <= MAX_SEED]
    return [content.encode() if isinstance(content, str) else content for content in files]


def members(name: str, files: list[bytes]) -> list[bytes]:
    """A member of each of the files that has it."""
    found = []
    for content in files:
        with contextlib.suppress(zipfile.BadZipFile, KeyError), zipfile.ZipFile(io.BytesIO(content)) as made:
            found.append(made.read(name))
    return [member for member in found if len(member) <= MAX_SEED]


TARGETS: dict[str, tuple[Callable[[bytes], None], list[bytes]]] = {
    "csv": (lambda data: captions("a.csv", data), seeds(".csv")),
    "json": (lambda data: captions("a.json", data), seeds(".json", ".jsonl")),
    "excel": (
        lambda data: captions("a.xlsx", with_member(WORKBOOK, SHEET, data)),
        members(SHEET, [WORKBOOK, *seeds(".xlsx")]),
    ),
    "open_document": (
        lambda data: captions("a.ods", with_member(SHEETS, CONTENT, data)),
        members(CONTENT, [SHEETS, *seeds(".ods")]),
    ),
    "word": (
        lambda data: captions("a.docx", with_member(DOCUMENT, BODY, data)),
        members(BODY, [DOCUMENT, *seeds(".docx")]),
    ),
    "parquet": (lambda data: captions("a.parquet", data), seeds(".parquet")),
    "zip": (
        lambda data: captions("a.zip", data),
        [archive({"a.csv": b"caption\none\n", "b/an.txt": b"two"}, zipfile.ZIP_STORED), *seeds(".zip")],
    ),
    "draft": (lambda data: captions("mai_tiktok.md", data), seeds(".md", ".txt")),
    "brief": (
        brief,
        [
            b"campaign: a\nmessages:\n  - id: b\n    text: c\n    says: [d]\nwindow: {from: 2026-12-01}\n",
            *(path.read_bytes() for path in sorted(BRIEFS.glob("*/brief.yaml"))),
        ],
    ),
    "values": (values, [b"12,5k", b"1.234", b"3/12/2026", "1 triệu".encode(), "3 tháng 12, 2026".encode()]),
}


def main() -> None:
    """Fuzz the target that the first argument names."""
    run, starts = TARGETS[sys.argv.pop(1)]
    corpus = next((argument for argument in sys.argv[1:] if not argument.startswith("-")), None)
    if corpus is None:
        corpus = tempfile.mkdtemp(prefix="corpus-")
        sys.argv.append(corpus)
    for number, start in enumerate(starts):
        (Path(corpus) / f"seed-{number}").write_bytes(start)

    def once(data: bytes) -> None:
        with contextlib.suppress(ConsistencyError):
            run(data)

    atheris.Setup(sys.argv, once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
