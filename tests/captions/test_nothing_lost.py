"""What is written in any format comes back, and every row is a post or skipped."""

import csv
import json
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consistency.captions import Choices, read_captions
from consistency.captions.legacy_vietnamese import legacy_letters
from consistency.captions.rows import Rows, Unreadable
from consistency.captions.tables import read_table
from consistency.captions.text_tables import read_text_table
from consistency.captions.values import read_count, read_date
from consistency.errors import InputError
from consistency.records.captions import Post, Skipped
from tests.bench.intake import measure
from tests.captions.making import archive, excel, open_document, parquet
from tests.support import SOCIAL_TEXT

HEADER = ("post_id", "creator", "caption", "likes")
# Spreadsheets are XML, which has no control characters and ends lines with \n alone.
XML_TEXT = SOCIAL_TEXT.map(lambda text: "".join(c for c in text if c == "\n" or c.isprintable()).strip()).filter(bool)
FORMULA = ("=",)


def written_as_csv(posts: list[tuple[str, str, str, int]]) -> bytes:
    out = StringIO(newline="")
    csv.writer(out).writerows([HEADER, *posts])
    return out.getvalue().encode()


def written_as_json(posts: list[tuple[str, str, str, int]]) -> bytes:
    return json.dumps({"data": [dict(zip(HEADER, post, strict=True)) for post in posts]}).encode()


def written_as_json_lines(posts: list[tuple[str, str, str, int]]) -> bytes:
    return "".join(json.dumps(dict(zip(HEADER, post, strict=True))) + "\n" for post in posts).encode()


def written_as_parquet(posts: list[tuple[str, str, str, int]]) -> bytes:
    return parquet({name: list(column) for name, column in zip(HEADER, zip(*posts, strict=True), strict=True)})


def written_as_excel(posts: list[tuple[str, str, str, int]]) -> bytes:
    return excel(("Nov", [HEADER, *posts]))


def written_as_open_document(posts: list[tuple[str, str, str, int]]) -> bytes:
    return open_document(("Nov", [HEADER, *posts]))


def written_as_zip(posts: list[tuple[str, str, str, int]]) -> bytes:
    return archive({"in/a.csv": written_as_csv(posts)})


def posts_of(text: st.SearchStrategy[str]) -> st.SearchStrategy[list[tuple[str, str, str, int]]]:
    # What looks like an old Vietnamese font's text is skipped, and random text may.
    caption = text.filter(lambda one: not legacy_letters(one))
    post = st.tuples(text, text, caption, st.integers(0, 10**14))
    return st.lists(post, min_size=1, max_size=6).map(
        lambda posts: [(f"p{n} {one[0]}".strip(), *one[1:]) for n, one in enumerate(posts)]
    )


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.csv", written_as_csv),
        ("a.json", written_as_json),
        ("a.jsonl", written_as_json_lines),
        ("a.parquet", written_as_parquet),
        ("a.zip", written_as_zip),
    ],
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(data=st.data())
def test_what_is_written_comes_back(
    name: str, write: Callable[..., bytes], tmp_path: Path, data: st.DataObject
) -> None:
    posts = data.draw(posts_of(SOCIAL_TEXT))
    comes_back(tmp_path / name, write(posts), posts)


@pytest.mark.parametrize(("name", "write"), [("a.xlsx", written_as_excel), ("a.ods", written_as_open_document)])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=10)
@given(data=st.data())
def test_what_is_written_in_a_spreadsheet_comes_back(
    name: str, write: Callable[..., bytes], tmp_path: Path, data: st.DataObject
) -> None:
    posts = data.draw(posts_of(XML_TEXT.filter(lambda text: not text.startswith(FORMULA))))
    comes_back(tmp_path / name, write(posts), posts)


def comes_back(path: Path, content: bytes, posts: list[tuple[str, str, str, int]]) -> None:
    path.write_bytes(content)
    read = read_captions([path])
    assert [(post.post_id, post.creator, post.caption, post.likes) for post in read.posts] == [
        (post_id, creator.strip(), caption, likes) for post_id, creator, caption, likes in posts
    ]
    assert not read.skipped


CELL = st.one_of(
    SOCIAL_TEXT, st.sampled_from(["", "12,5k", "3/12/2026", "caption", "total", "x" * 30, "\udcff", "@mai"])
)
ROW = st.one_of(st.lists(CELL, min_size=1, max_size=4), st.builds(Unreadable, st.just("broken")))


@given(st.lists(ROW, max_size=30), st.booleans())
def test_each_row_is_a_post_or_skipped(rows: list[list[str] | Unreadable], aligned: bool) -> None:
    header = ["id", "caption", "likes"]
    table = Rows("a", "made", "row", iter([(1, header), *enumerate(rows, 2)]), aligned=aligned)
    events = list(read_table(table, Choices()))
    told = [event.place.line for event in events if isinstance(event, (Post, Skipped))]
    assert told == list(range(2, len(rows) + 2))
    assert all(event.reason for event in events if isinstance(event, Skipped))


@given(st.lists(st.lists(SOCIAL_TEXT, min_size=1, max_size=3), max_size=12), st.sampled_from(",;\t|"))
def test_each_row_of_a_file_is_a_post_a_skipped_one_or_its_header(rows: list[list[str]], delimiter: str) -> None:
    out = StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([["caption", "note"], *rows])
    events = list(read_table(read_text_table(BytesIO(out.getvalue().encode()), "a.csv", Choices()), Choices()))
    assert sum(isinstance(event, (Post, Skipped)) for event in events) == len(rows)


@given(st.binary(max_size=400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize(
    "name", ["a.csv", "a.json", "a.jsonl", "a.txt", "a.md", "a.zip", "a.parquet", "a.xlsx", "a.docx"]
)
def test_any_bytes_are_read_or_refused_in_words(name: str, tmp_path: Path, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    try:
        read = read_captions([tmp_path / name])
    except InputError as error:
        assert all(fault.source.endswith(name) and fault.problem for fault in error.faults)
    else:
        assert read.posts or read.skipped or read.layouts or name == "a.zip"


@given(st.integers(1, 9_999), st.sampled_from(["{}k", "{} K", "{} nghìn"]))
def test_thousands_as_people_write_them(number: int, form: str) -> None:
    assert read_count(form.format(number)) == number * 1000
    assert read_count(form.format(f"{number},5")) == read_count(form.format(f"{number}.5")) == number * 1000 + 500


@given(
    st.dates(date(1000, 1, 1)), st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%d %B %Y", "%b %d, %Y", "%d tháng %m, %Y"])
)
def test_dates_that_can_be_one_day_only_come_back(day: date, form: str) -> None:
    assert read_date(day.strftime(form)) == day


@given(st.dates(date(1000, 1, 1)))
def test_dates_in_one_order_are_read_or_said_to_be_two(day: date) -> None:
    assert read_date(f"{day.day}/{day.month}/{day.year}") in (day, None)
    assert read_date(f"{day.month}/{day.day}/{day.year}") in (day, None)


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="needs Linux to tell a process's peak of memory")
def test_a_hundred_thousand_posts_are_read_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("id,caption\n")
        file.writelines(f"{number},{'trà ủ lạnh không đường ' * 20}\n" for number in range(100_000))
    few = tmp_path / "few.csv"
    few.write_text("id,caption\n1,one\n")
    posts, _, peak = measure(path)
    assert posts == 100_000
    # The ids and their places are held, the captions aren't.
    assert (peak - measure(few)[2]) * 1_000_000 < 50_000_000 < path.stat().st_size


def test_notes_are_few_however_many_rows_they_are_about(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,caption,likes\n" + "a,one,many\n" * 5000, encoding="utf-8")
    read = read_captions([path])
    assert len(read.posts) == 5000
    unread, again = read.notes
    assert "5000 rows are so: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ..." in unread.text
    assert again.text.startswith("the id 'a' stands again at")
