"""Fuzz a reader, guided by coverage: ``python -m tests.fuzz.readers TARGET [-max_total_time=1200] [CORPUS]``.

Any error but the one for input that the user can mend is a finding; so are a run out of memory or time. Needs
``pip install atheris``. For formats that are zips, the XML inside is mutated, not the zip around it.
"""

import io
import sys
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["consistency", "openpyxl", "odf", "docx"]):
    import docx.document
    import odf.opendocument
    import openpyxl.reader.excel

    from consistency.brief import read_brief
    from consistency.captions import read_captions
    from consistency.captions.values import day_order, is_ambiguous, read_count, read_date, read_file_name
import contextlib

from consistency.errors import ConsistencyError
from tests.captions.making import archive, cp1258, excel, open_document, parquet, with_member, word

assert docx.document
assert odf.opendocument
assert openpyxl.reader.excel

FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-"))
WORKBOOK = excel(("Nov", [["id", "caption", "likes"], ["a", "one", 3], [None, "two", 4]]), merged=["A2:A3"])
SHEETS = open_document(("Nov", [["id", "caption"], [("a", 2), "one"], [None, "two"]]))
DOCUMENT = word("one", "two", table=[["three", "four"]])


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


def member(content: bytes, name: str) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as made:
        return made.read(name)


SHEET, CONTENT, BODY = "xl/worksheets/sheet1.xml", "content.xml", "word/document.xml"
TARGETS: dict[str, tuple[Callable[[bytes], None], list[bytes]]] = {
    "csv": (
        lambda data: captions("a.csv", data),
        [
            b'id,caption\na,"one"\n',
            "Người đăng;Nội dung\nmai;trà\n".encode(),
            cp1258("caption\ntrà đá\n"),
            b"sep=;\na;caption\n1;2",
        ],
    ),
    "json": (
        lambda data: captions("a.json", data),
        [
            b'[{"caption": "one", "a": [{"b": 1}]}]',
            b'{"data": {"videos": [{"caption": "x"}]}}',
            b'{"caption": "a"}\n{"caption": "b"}\n',
        ],
    ),
    "excel": (lambda data: captions("a.xlsx", with_member(WORKBOOK, SHEET, data)), [member(WORKBOOK, SHEET)]),
    "open_document": (lambda data: captions("a.ods", with_member(SHEETS, CONTENT, data)), [member(SHEETS, CONTENT)]),
    "word": (lambda data: captions("a.docx", with_member(DOCUMENT, BODY, data)), [member(DOCUMENT, BODY)]),
    "parquet": (lambda data: captions("a.parquet", data), [parquet({"caption": ["one", "two"], "likes": [1, None]})]),
    "zip": (
        lambda data: captions("a.zip", data),
        [archive({"a.csv": b"caption\none\n", "b/an.txt": b"two"}), archive({"a.txt": b"x"}, compression=0)],
    ),
    "draft": (
        lambda data: captions("mai_tiktok.md", data),
        [b"---\ncreator: mai\nposted_at: 2026-12-03\nlikes: 3\n---\nhi\n", "trà".encode("utf-16")],
    ),
    "brief": (
        brief,
        [b"campaign: a\nmessages:\n  - id: b\n    text: c\n    says: [d]\nwindow: {from: 2026-12-01}\n"],
    ),
    "values": (values, [b"12,5k", b"1.234", b"3/12/2026", "1 triệu".encode(), "3 tháng 12, 2026".encode()]),
}


def main() -> None:
    """Fuzz the target that the first argument names."""
    run, seeds = TARGETS[sys.argv.pop(1)]
    corpus = next((argument for argument in sys.argv[1:] if not argument.startswith("-")), None)
    if corpus is None:
        corpus = tempfile.mkdtemp(prefix="corpus-")
        sys.argv.append(corpus)
    for number, seed in enumerate(seeds):
        (Path(corpus) / f"seed-{number}").write_bytes(seed)

    def once(data: bytes) -> None:
        with contextlib.suppress(ConsistencyError):
            run(data)

    atheris.Setup(sys.argv, once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
