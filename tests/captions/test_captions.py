import csv
import unicodedata
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.captions import Choices, read_captions
from consistency.captions.legacy_vietnamese import legacy_letters
from consistency.errors import InputError
from tests.support import SHARED

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


def table(folder: Path, text: str, name: str = "posts.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_reads_rows_with_the_line_each_starts_on(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        'post_id,creator,platform,posted_at,followers,caption\na,mai,TikTok,2026-12-01T10:00,"1,200","one\ntwo"\nb,,,,,three\n',
    )
    first, second = read_captions([path]).posts

    assert (first.post_id, first.creator, first.platform, first.followers) == ("a", "mai", "tiktok", 1200)
    assert first.posted_at == date(2026, 12, 1)
    assert first.caption == "one\ntwo"
    assert first.place.line == 2
    assert second.place.line == 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_reads_vietnamese_headers(tmp_path: Path, encoding: str, form: str, delimiter: str) -> None:
    text = f"Người đăng{delimiter}Nội dung\nmai{delimiter}trà không đường\n"
    captions = read_captions([table(tmp_path, unicodedata.normalize(form, text), encoding=encoding)])
    assert captions.posts[0].creator == "mai"
    assert captions.posts[0].caption == unicodedata.normalize(form, "trà không đường")
    assert captions.layouts[0].columns[0][0] == "creator"


def test_a_column_can_be_named(tmp_path: Path) -> None:
    path = table(tmp_path, "text,note\na,b\n")
    assert read_captions([path], Choices(columns={"caption": "Note"})).posts[0].caption == "b"
    with pytest.raises(InputError, match=r"the column 'x' that --map names, found 'text', 'note'"):
        read_captions([path], Choices(columns={"caption": "x"}))


def test_lists_rows_that_cannot_be_read(tmp_path: Path) -> None:
    path = table(tmp_path, "post_id,caption\na,one\nb,two,three\nc\n")
    captions = read_captions([path])
    assert [post.post_id for post in captions.posts] == ["a"]
    assert [(one.place.line, one.post_id) for one in captions.skipped] == [(3, "b"), (4, "c")]
    assert "the row has 3 cells, expected 2 as in the header: no name for column 3" in captions.skipped[0].reason


def test_a_row_that_is_not_utf8_is_skipped_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_bytes("post_id,caption\nb,trà đá\n".encode() + b"a,caf\xe9\n")
    captions = read_captions([path])
    assert [post.post_id for post in captions.posts] == ["b"]
    assert [(one.post_id, one.place.line) for one in captions.skipped] == [("a", 3)]
    assert "UTF-8" in captions.skipped[0].reason


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "no caption column; found 'a', 'b'; expected one; name it with --map"),
        ("", "no caption column; found no columns"),
        ('caption\n"' + "x" * 1_000_001, "quote that never closes"),
    ],
)
def test_names_what_is_wrong_with_a_table(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_captions([table(tmp_path, text)])


def test_names_every_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        read_captions([tmp_path / "none.csv", table(tmp_path, "x", "notes.docx"), table(tmp_path, "a\n1\n")])
    assert len(raised.value.faults) == 3


def test_made_ids_do_not_depend_on_the_other_rows(tmp_path: Path) -> None:
    one = read_captions([table(tmp_path, "caption\nfirst\nsecond\n", "one.csv")]).posts
    other = read_captions([table(tmp_path, "caption\nsecond\nthird\nfirst\n", "other.csv")]).posts
    assert {post.caption: post.post_id for post in one}.items() <= {
        post.caption: post.post_id for post in other
    }.items()


def test_posts_with_one_id_are_both_kept(tmp_path: Path) -> None:
    posts = read_captions([table(tmp_path, "id,caption\na,one\na,two\n")]).posts
    assert [(post.post_id, post.caption) for post in posts] == [("a", "one"), ("a#2", "two")]


@given(st.lists(st.tuples(TEXT, TEXT.filter(lambda one: not legacy_letters(one))), max_size=8))
def test_what_csv_writes_comes_back(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]) -> None:
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows([("creator", "caption"), *rows])
    path = table(tmp_path_factory.mktemp("csv"), out.getvalue())
    assert [post.caption for post in read_captions([path]).posts] == [caption for _, caption in rows]


def test_reads_a_folder_of_drafts_in_order(tmp_path: Path) -> None:
    (tmp_path / "week2").mkdir()
    (tmp_path / "week2" / "an_tiktok_2026-12-03.txt").write_text("hai\n", encoding="utf-8")
    (tmp_path / "bo.md").write_text(
        "---\ncreator: Bờ\nplatform: Instagram\nposted_at: 2026-12-01\n---\none\n\ntwo\n", encoding="utf-8"
    )
    (tmp_path / ".hidden.txt").write_text("no")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    first, second = read_captions([tmp_path]).posts

    assert (first.post_id, first.creator, first.platform) == ("bo", "Bờ", "instagram")
    assert (first.caption, first.place.line, first.posted_at) == ("one\n\ntwo", 6, date(2026, 12, 1))
    assert (second.post_id, second.creator, second.platform) == ("week2/an_tiktok_2026-12-03", "an", "tiktok")


def test_a_draft_without_front_matter_may_hold_rules(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nno end of it", encoding="utf-8")
    assert read_captions([tmp_path]).posts[0].caption == "---\nno end of it"


def test_a_draft_that_is_no_text_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe\x00")
    captions = read_captions([tmp_path])
    assert not captions.posts
    assert captions.skipped[0].post_id == "a"


@pytest.mark.parametrize(
    ("text", "line"),
    [("---\ncreator: mai\nplatform: [\n---\nhi", 3), ("---\n- a\n---\nhi", 2), ("---\na: b: c\n---\nhi", 2)],
)
def test_names_the_line_of_a_fault_in_front_matter(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_captions([tmp_path])
    assert raised.value.faults[0].line == line


def test_links_out_of_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "drafts"
    folder.mkdir()
    (folder / "a.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "b.txt").write_text("words")
    assert [post.post_id for post in read_captions([folder]).posts] == ["b"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the awkward tables in ../shared")
@pytest.mark.parametrize("path", sorted(SHARED.glob("data/hostile/**/*.csv")), ids=lambda path: path.name)
def test_awkward_tables_are_read_or_refused_in_words(path: Path) -> None:
    header = path.read_text(encoding="utf-8", errors="replace").split("\n", 1)[0].split(",")[0].strip('"\r')
    try:
        captions = read_captions([path], Choices(columns={"caption": header} if header else {}))
    except InputError as error:
        assert error.faults[0].source
    else:
        assert captions.layouts
