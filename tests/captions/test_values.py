from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.captions.values import made_id, read_count, read_date, read_file_name


@pytest.mark.parametrize(
    ("stem", "creator", "platform", "day"),
    [
        ("mai.an.chay", "mai.an.chay", "", None),
        ("mai.an.chay_tiktok_2026-12-03", "mai.an.chay", "tiktok", date(2026, 12, 3)),
        ("nora.sails-01", "nora.sails", "", None),
        ("2026-12-03_instagram_be_ti", "be_ti", "instagram", date(2026, 12, 3)),
        ("tiktokqueen-draft2", "tiktokqueen", "", None),
        ("tiktok", "", "tiktok", None),
        ("an_2026-13-45", "an_2026-13", "", None),
    ],
)
def test_file_names(stem: str, creator: str, platform: str, day: date | None) -> None:
    assert read_file_name(stem) == (creator, platform, day)


@given(st.text(max_size=40))
def test_any_file_name_is_read(stem: str) -> None:
    creator, _, _ = read_file_name(stem)
    assert len(creator) <= len(stem)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12", 12),
        (" 1,234 ", 1234),
        ("1.234.567", 1234567),
        ("1.5", None),
        ("", None),
        ("12k", 12_000),
        ("-3", None),
        ("²", None),
    ],
)
def test_counts(text: str, count: int | None) -> None:
    assert read_count(text) == count


@given(st.integers(min_value=0, max_value=10**14))
def test_counts_with_separators_come_back(number: int) -> None:
    assert read_count(f"{number:,}") == read_count(str(number)) == number


def test_dates() -> None:
    assert read_date("2025-07-03T20:35") == date(2025, 7, 3)
    assert read_date("03/07/2025") is None


def test_made_ids_depend_on_content_alone() -> None:
    assert made_id("a", "b") == made_id("a", "b") != made_id("ab", "")
