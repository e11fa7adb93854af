"""Fields of a post from the text in a cell, a front matter or a file name."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType

from consistency.records.captions import DayOrder

PLATFORMS = (
    "instagram",
    "tiktok",
    "facebook",
    "threads",
    "youtube",
    "x",
    "twitter",
    "zalo",
    "linkedin",
    "pinterest",
    "snapchat",
)
"""Platforms whose names are recognised in the file name of a draft."""

_BLANK = frozenset(["", "-", "–", "—", "n/a", "na", "nan", "none", "null", "#n/a", "không có"])
"""What people and programs write where there is nothing, in lower case."""

_ISO_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_PLATFORM = re.compile(rf"(?:^|[_\-. ])({'|'.join(PLATFORMS)})(?=$|[_\-. ])", re.IGNORECASE)
_NUMBERING = re.compile(r"[_\- ](?:v|draft|nhap)?\d{1,3}$", re.IGNORECASE)

_TIME = (
    r"(?:,?[ T]+\d{1,2}(?::|h)\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?|SA|CH)?"
    r"\s*(?:UTC|GMT|Z|[+-]\d\d:?\d\d)?)?"
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}")
_TIME_FIRST = re.compile(r"\d{1,2}(?::|h)\d{2}(?::\d{2})?,?\s+(?=\d{1,2}[-/.])")
_MONTH_NAME = re.compile(
    rf"(?:[A-Z]\w+,?\s+)?([A-Z][a-z]{{2,8}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_TIME}"
)
_DAY_MONTH_NAME = re.compile(
    rf"(?:[A-Z]\w+,?\s+)?(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+([A-Z][a-z]{{2,8}})\.?,?[\s-]+(\d{{4}}){_TIME}"
)
_VIETNAMESE = re.compile(
    rf"(?:.{{0,12}}?ngày\s+)?(\d{{1,2}})\s+(?:tháng|thg)\s+(\d{{1,2}})(?:,?\s+năm)?,?\s+(\d{{4}}){_TIME}", re.IGNORECASE
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_NUMBER = re.compile(r"([0-9][0-9.,\u00a0\u202f ']*?)\s*([^\W\d_]*)")
_MULTIPLIERS: Mapping[str, int] = MappingProxyType(
    {
        "": 1,
        "k": 1_000,
        "n": 1_000,
        "ng": 1_000,
        "nghìn": 1_000,
        "ngàn": 1_000,
        "thousand": 1_000,
        "vạn": 10_000,
        "m": 1_000_000,
        "mil": 1_000_000,
        "mio": 1_000_000,
        "tr": 1_000_000,
        "triệu": 1_000_000,
        "million": 1_000_000,
        "b": 1_000_000_000,
        "bn": 1_000_000_000,
        "tỷ": 1_000_000_000,
        "tỉ": 1_000_000_000,
        "billion": 1_000_000_000,
    }
)


EXPECTED_COUNT = "expected a number such as 1234, 1.234, 12,5k or 1 triệu; left out"
EXPECTED_DATE = "expected a date such as 2026-12-03 or 25/12/2026; left out"
EXPECTED_ORDER = "expected a date that can be one day only; left out; say --dates day-first or --dates month-first"
EXPECTED_ID = "expected an id; one was made from creator, date and caption"


def is_blank(text: str) -> bool:
    """Whether a cell holds nothing, or one of the marks for nothing."""
    return text.strip().casefold() in _BLANK


def read_date(text: str, order: DayOrder | None = None) -> date | None:
    """The day that a date or time stamp names; ``None`` where there is none, or where it could be two.

    ISO 8601, ``2026/12/3``, ``3.12.2026``, ``12/25/26``, ``Dec 3, 2026``, ``3 tháng 12, 2026``, and seconds or
    milliseconds since 1970 (in UTC). Where day and month could change places, ``order`` decides.
    """
    days = _days(text)
    if len(days) == 2 and order:
        return days[order]
    return next(iter(days.values())) if len(set(days.values())) == 1 else None


def is_ambiguous(text: str) -> bool:
    """Whether a date could be two days, such as 3/12/2026."""
    return len(set(_days(text).values())) == 2


def day_order(texts: Iterable[str]) -> DayOrder | None:
    """The order that a column's unambiguous dates have (12/25/2026); ``None`` where none or both occur."""
    orders: set[DayOrder] = set()
    for text in texts:
        days = _days(text)
        if len(days) == 1:
            orders.update(order for order in days if order)
    return orders.pop() if len(orders) == 1 else None


def _days(text: str) -> dict[DayOrder | None, date]:
    """The days that a text may name, by the order that this needs; ``None`` is the key where none is needed."""
    text = unicodedata.normalize("NFC", text).strip()
    if len(text) > 60:
        return {}
    iso = _iso(text)
    if iso:
        return {None: iso}
    if match := _YEAR_FIRST.fullmatch(text):
        return _known(int(match[1]), int(match[3]), int(match[4]))
    if match := _YEAR_LAST.fullmatch(_TIME_FIRST.sub("", text)):
        first, second, year = int(match[1]), int(match[3]), int(match[4]) + (2000 if len(match[4]) == 2 else 0)
        orders = {DayOrder.DAY_FIRST: _day(year, second, first), DayOrder.MONTH_FIRST: _day(year, first, second)}
        return {order: day for order, day in orders.items() if day}
    if match := _MONTH_NAME.fullmatch(text):
        return _known(int(match[3]), _month(match[1]), int(match[2]))
    if match := _DAY_MONTH_NAME.fullmatch(text):
        return _known(int(match[3]), _month(match[2]), int(match[1]))
    if match := _VIETNAMESE.fullmatch(text):
        return _known(int(match[3]), int(match[2]), int(match[1]))
    if _EPOCH.fullmatch(text):
        return {None: datetime.fromtimestamp(int(text[:10]), UTC).date()}
    return {}


def _iso(text: str) -> date | None:
    if text.isascii() and text.isdecimal() and len(text) != 8:
        return None  # Python takes 2026123 for a day of a week
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _known(year: int, month: int, day: int) -> dict[DayOrder | None, date]:
    found = _day(year, month, day)
    return {None: found} if found else {}


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(name: str) -> int:
    """1-12, or 0 for what is no month."""
    start = name[:3].lower()
    return _MONTHS.index(start) + 1 if start in _MONTHS else 0


def read_count(text: str) -> int | None:
    """A whole number as people write it; ``None`` where there is none, or where it could be two.

    ``1234``, ``1,234``, ``1.234``, ``1 234``, ``12,5k``, ``12.5K``, ``1,2 triệu``. In ``1.234k`` the mark could stand
    for thousands or decimals, so it is none.
    """
    text = unicodedata.normalize("NFC", text).strip()
    match = _NUMBER.fullmatch(text) if len(text) <= 40 else None
    times = _MULTIPLIERS.get(match[2].casefold()) if match else None
    if not match or not times:
        return None
    number = re.sub(r"[\u00a0\u202f']", " ", match[1])
    if times == 1:
        digits = re.sub(r"(?<=\d)[,. ](?=\d{3}(?!\d))", "", number)
        return int(digits) if digits.isdecimal() and len(digits) < 16 else None
    if not re.fullmatch(r"\d{1,6}(?:[.,](?:\d{1,2}|\d{4,9}))?", number):
        return None
    value = Decimal(number.replace(",", ".")) * times
    return int(value) if value == int(value) and value < 10**15 else None


def read_file_name(stem: str) -> tuple[str, str, date | None]:
    """Creator, platform and day in a draft's name, such as ``mai.an.chay_tiktok_2026-12-03-02``.

    A platform's name and an ISO date are taken out where they stand between separators, then a running number at the
    end; what is left is the creator.
    """
    found = _ISO_DATE.search(stem)
    day = read_date(found.group()) if found else None
    if found and day:
        stem = stem[: found.start()].rstrip("_-. ") + stem[found.end() :]
    match = _PLATFORM.search(stem)
    platform = match.group(1).lower() if match else ""
    if match:
        stem = stem[: match.start()] + stem[match.end() :]
    return _NUMBERING.sub("", stem).strip("_-. "), platform, day


def made_id(*parts: str) -> str:
    """An id for a post that has none: it depends on the post's own content alone, so it stays when others change."""
    return "post-" + hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:10]
