from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.engine import cut
from consistency.records.captions import Place, Post, Skipped

POST = Post(post_id="a", place=Place(source="posts.csv", line=2), caption="tea", creator="mai")
SETTINGS = {"model": "fake 1"}


@given(count=st.integers(0, 40), size=st.integers(1, 9))
def test_every_post_is_in_one_partition_in_order(count: int, size: int) -> None:
    read = [replace(POST, post_id=str(number)) for number in range(count)]
    found = list(cut(iter(read), SETTINGS, size))
    assert [post for partition in found for post in partition.read] == read
    assert all(len(partition.read) == size for partition in found[:-1])
    assert [partition.number for partition in found] == list(range(len(found)))
    names = [partition.name for partition in found]
    assert names == sorted(set(names))


def test_very_long_captions_make_small_partitions() -> None:
    read = [replace(POST, caption="tea " * 200_000, post_id=str(number)) for number in range(7)]
    assert [len(partition.read) for partition in cut(read, SETTINGS)] == [3, 3, 1]


@pytest.mark.parametrize(
    ("read", "settings"),
    [
        (replace(POST, caption="tea "), SETTINGS),
        (replace(POST, creator="lan"), SETTINGS),
        (replace(POST, post_id="b"), SETTINGS),
        (replace(POST, posted_at=date(2026, 12, 3)), SETTINGS),
        (replace(POST, likes=0), SETTINGS),
        (replace(POST, place=Place(source="posts.csv", line=3)), SETTINGS),
        (Skipped(place=POST.place, post_id="a", reason="tea"), SETTINGS),
        (POST, {"model": "fake 2"}),
    ],
)
def test_another_post_or_setting_is_another_part(read: Post | Skipped, settings: dict[str, str]) -> None:
    [one], [other] = cut([POST], SETTINGS), cut([read], settings)
    assert one.name != other.name
    assert one.identity != other.identity


def test_the_same_posts_are_the_same_part_at_any_number() -> None:
    first = replace(POST, post_id="b")
    [one], [_, other] = cut([POST], SETTINGS, 1), cut([first, POST], SETTINGS, 1)
    assert one.identity == other.identity
    assert one.name.removeprefix("part-00000") == other.name.removeprefix("part-00001")
    assert str(one) == f"{one.name} (posts.csv:2 to posts.csv:2)"
