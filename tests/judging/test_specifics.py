import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consistency.judging.specifics import compare, quantities
from tests.support import SOCIAL_TEXT


def found(text: str) -> list[tuple[str, float]]:
    return [(one.dimension, round(one.value, 3)) for one in quantities(text)]


@pytest.mark.parametrize(
    "text",
    [
        "24h",
        "24 tiếng",
        "24-hour",
        "một ngày một đêm",
        "a full day and night",
        "twenty-four hours",
        "hai mươi bốn tiếng",
        "1 day",
    ],
)
def test_one_duration_in_many_words(text: str) -> None:
    assert found(text) == [("duration", 24.0)]


@pytest.mark.parametrize("text", ["10%", "mười phần trăm", "ten per cent", "10 percent", "muoi phan tram"])
def test_one_share_in_many_words(text: str) -> None:
    assert found(text) == [("percent", 10.0)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15k", [("dong", 15_000)]),
        ("15.000 đồng", [("dong", 15_000)]),
        ("mười lăm nghìn", [("dong", 15_000)]),
        ("£2.99 a month", [("pound", 2.99), ("duration", 720)]),
        ("3,5g đường", [("mass", 3.5)]),
        ("0 g", [("mass", 0)]),
        ("1,000 IU", [("iu", 1000)]),
        ("bốn phẩy tám phần trăm", [("percent", 4.8)]),
        ("hai tiếng rưỡi", [("duration", 2.5)]),
        ("two and a half hours", [("duration", 2.5)]),
        ("half a day", [("duration", 12)]),
        ("hai năm", [("duration", 17_520)]),
        ("mười lăm tuổi", [("age", 15)]),
        ("cứ năm vỏ", [("count", 5)]),
        ("a dozen eggs", [("count", 12)]),
        ("eight housemates", [("count", 8)]),
        ("một cái áo, a dog", []),
        ("mã MOC15", []),
        ("", []),
    ],
)
def test_quantities(text: str, expected: list[tuple[str, float]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text", ["30/9", "ngày 30 tháng 9", "30 tháng 9", "Sept 30", "September 30th", "30th of September"]
)
def test_one_date_in_many_words(text: str) -> None:
    assert found(text) == [("date", 930)]


@given(st.integers(1, 999), st.sampled_from(["giờ", "tiếng", "hours", "h"]))
def test_digits_and_unit_come_back(number: int, unit: str) -> None:
    assert found(f"giữ lạnh {number} {unit} liền") == [("duration", number)]


@given(SOCIAL_TEXT)
@example("❶ ² ٣ ngày")  # a sign that Python calls a digit, one above the line, and a digit of another script
def test_any_text_is_read(text: str) -> None:
    for one in quantities(text):
        assert one.value >= 0
        assert one.text


def test_compare_tells_kept_from_changed_and_missing() -> None:
    message = "Trà được ủ lạnh suốt 12 giờ, giảm 15%, đổi 5 vỏ chai."
    result = compare(message, "ngâm nước lạnh có nửa ngày mà bớt được 10 phần trăm")
    assert [(a.text, b.text) for a, b in result.kept] == [("12 giờ", "nửa ngày")]
    assert [(a.text, b.text) for a, b in result.changed] == [("15%", "10 phần trăm")]
    assert [one.text for one in result.missing] == ["5"]
