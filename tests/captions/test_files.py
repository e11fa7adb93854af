import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from consistency.captions import Choices, files, read_captions, stream_captions
from consistency.captions.rows import Rows
from consistency.captions.tables import read_table
from consistency.errors import InputError
from consistency.records.captions import Post
from tests.captions.making import archive, excel, open_document, parquet, word


def feed(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"caption\none\n", "CSV"),
        (b'[{"caption": "one"}]', "JSON"),
        (b'{"caption": "one"}\n{"caption": "two"}\n', "JSON Lines"),
        (b'\xef\xbb\xbf {"caption": "one"}', "JSON"),
        (excel(("Nov", [["caption"], ["one"]])), "Excel"),
        (open_document(("Nov", [["caption"], ["one"]])), "OpenDocument"),
        (parquet({"caption": ["one"]}), "Parquet"),
        (archive({"a.csv": b"caption\none\n"}), "CSV"),
    ],
)
def test_standard_input_is_told_by_its_content(content: bytes, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, content)
    read = read_captions(["-"])
    assert read.posts[0].caption == "one"
    assert read.posts[0].place.source.startswith("standard input")
    assert read.layouts[0].kind.startswith(kind)


def test_a_word_draft_on_standard_input_has_no_creator(monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, word("one"))
    [post] = read_captions(["-"]).posts
    assert (post.caption, post.creator, str(post.place)) == ("one", "", "standard input, paragraph 1")


def test_standard_input_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    feed(monkeypatch, b"caption\none\n")
    with pytest.raises(
        InputError, match=r"standard input: has more bytes than expected, which is at most 10; split it"
    ):
        read_captions(["-"])


def test_a_file_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    (tmp_path / "a.csv").write_text("caption\none\n")
    with pytest.raises(InputError, match=r"a\.csv: has more bytes than expected, which is at most 10"):
        read_captions([tmp_path / "a.csv"])


def test_a_table_has_a_limit_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consistency.captions.tables.MAX_ROWS", 3)
    table = Rows("a.csv", "CSV", "", enumerate([["caption"], ["one"], ["two"], ["three"]], 1))
    with pytest.raises(InputError, match=r"a\.csv:4: is one row too many; expected at most 3; split the table"):
        list(read_table(table, Choices()))


def test_a_pipe_or_device_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    with pytest.raises(InputError, match=r"a\.csv: is a pipe or device; expected a file or folder; pipe it into '-'"):
        read_captions([tmp_path / "a.csv"])


def test_what_a_folder_has_beside_captions_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "a.txt").write_text("one")
    (folder / "a.csv").write_text("caption\ntwo\n")
    (folder / "p.png").write_bytes(b"")
    (folder / "q.png").write_bytes(b"")
    (folder / ".hidden.txt").write_text("no")
    (folder / "loop").symlink_to(folder)
    (folder / "out.txt").symlink_to(tmp_path / "x.txt")
    (folder / "gone.txt").symlink_to(folder / "x.txt")
    os.mkfifo(folder / "pipe.csv")
    read = read_captions([folder])
    assert [post.caption for post in read.posts] == ["two", "one"]
    assert [str(note).removeprefix(f"{folder.as_posix()}") for note in read.notes] == [
        "/gone.txt: is no file (a link to nothing, a pipe or a device); left out",
        "/loop: is a link to a folder that is read anyway; left out",
        "/out.txt: is a link out of the folder; left out; name it to have it read",
        "/pipe.csv: is no file (a link to nothing, a pipe or a device); left out",
        ": holds files of kinds that aren't read here; left out: 2 .png",
    ]


def test_a_zip_with_a_password_is_said_to_have_one(tmp_path: Path) -> None:
    content = bytearray(archive({"a.csv": b"caption\none\n"}, 0))
    for start in (content.index(b"PK\x03\x04") + 6, content.index(b"PK\x01\x02") + 8):
        content[start] |= 1  # the bit that says so
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(InputError, match=r"a\.zip/a\.csv: can't be unpacked: .*password"):
        read_captions([tmp_path / "a.zip"])


def test_posts_come_as_they_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("caption\none\n")
    events = stream_captions([tmp_path / "a.csv", tmp_path / "none.csv"])
    assert isinstance(next(event for event in events if isinstance(event, Post)), Post)
    with pytest.raises(InputError, match=r"none\.csv: can't be opened"):
        list(events)


def test_several_files_in_one_run(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,caption\na,one\n")
    (tmp_path / "b.jsonl").write_text('{"id": "a", "text": "two"}\n')
    read = read_captions([tmp_path / "a.csv", tmp_path / "b.jsonl"])
    assert [(post.post_id, post.caption) for post in read.posts] == [("a", "one"), ("a#2", "two")]
    assert "the id 'a' stands again at" in read.notes[0].text
