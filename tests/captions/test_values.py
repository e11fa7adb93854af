from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.captions.values import (
    day_order,
    is_ambiguous,
    made_id,
    read_count,
    read_date,
    read_file_name,
)
from consistency.records.captions import DayOrder


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
        ("12,5k", 12_500),
        ("12.5 K", 12_500),
        ("1,2 triệu", 1_200_000),
        ("2tr", 2_000_000),
        ("10 nghìn", 10_000),
        ("3B", 3_000_000_000),
        ("1 234", 1234),
        ("1\u00a0234", 1234),
        ("1'234", 1234),
        ("1.234k", None),
        ("1,23,456", None),
        ("1.2345k", None),
        ("1.234,5", None),
        ("12 cats", None),
        ("٣", None),
        ("9" * 50, None),
        ("²", None),
    ],
)
def test_counts(text: str, count: int | None) -> None:
    assert read_count(text) == count


@given(st.integers(min_value=0, max_value=10**14))
def test_counts_with_separators_come_back(number: int) -> None:
    assert read_count(f"{number:,}") == read_count(str(number)) == number


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-07-03T20:35", date(2025, 7, 3)),
        ("2025-07-03 20:35:42 UTC", date(2025, 7, 3)),
        ("2025-07-03T20:35:00+0000", date(2025, 7, 3)),
        ("20250703", date(2025, 7, 3)),
        ("2025/7/3", date(2025, 7, 3)),
        ("13.07.2025", date(2025, 7, 13)),
        ("7/13/2025 06:08", date(2025, 7, 13)),
        ("7/13/25", date(2025, 7, 13)),
        ("20:35 13/07/2025", date(2025, 7, 13)),
        ("12/12/2025", date(2025, 12, 12)),
        ("Jul 3, 2025", date(2025, 7, 3)),
        ("Thursday, July 3rd, 2025", date(2025, 7, 3)),
        ("3-Jul-2025", date(2025, 7, 3)),
        ("3 tháng 7, 2025", date(2025, 7, 3)),
        ("Thứ Năm, ngày 3 tháng 7 năm 2025", date(2025, 7, 3)),
        ("1751500800", date(2025, 7, 3)),
        ("1751500800000", date(2025, 7, 3)),
        ("03/07/2025", None),
        ("31/02/2025", None),
        ("99/99/2025", None),
        ("2025123", None),
        ("soon", None),
        ("", None),
        ("1/2/2025" * 100, None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert read_date(text) == day


def test_the_order_of_a_column_decides_a_date_that_could_be_two() -> None:
    assert is_ambiguous("3/7/2025")
    assert not is_ambiguous("3/3/2025")
    assert not is_ambiguous("13/7/2025")
    assert day_order(["3/7/2025", "13/7/2025"]) is DayOrder.DAY_FIRST
    assert day_order(["3/7/2025", "7/13/2025"]) is DayOrder.MONTH_FIRST
    assert day_order(["3/7/2025", "2025-07-13"]) is None
    assert day_order(["13/7/2025", "7/13/2025"]) is None
    assert read_date("3/7/2025", DayOrder.DAY_FIRST) == date(2025, 7, 3)
    assert read_date("3/7/2025", DayOrder.MONTH_FIRST) == date(2025, 3, 7)
    assert read_date("13/7/2025", DayOrder.MONTH_FIRST) == date(2025, 7, 13)


@given(st.text(max_size=60))
def test_any_text_is_a_date_a_count_both_or_none(text: str) -> None:
    assert not (is_ambiguous(text) and read_date(text))
    count = read_count(text)
    assert count is None or 0 <= count < 10**15


def test_made_ids_depend_on_content_alone() -> None:
    assert made_id("a", "b") == made_id("a", "b") != made_id("ab", "")
