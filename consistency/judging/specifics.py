"""Quantities in texts, compared exactly: numbers with units, in digits or words, in Vietnamese and English.

"24h", "24 tiếng", "một ngày một đêm" and "a full day and night" are one duration; "10%" and "mười phần trăm" are one
share. A number of things without a known unit ("5 vỏ chai", "eight housemates") is a count.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import regex

from consistency.language.cleaning import fold, normalise

COUNT = "count"
"""The dimension of numbers without a known unit."""
_SAME = 0.02
"""Relative difference up to which two values are one: 12 months are a year."""

# Factor to the dimension's base (hours, grams, millilitres, metres) by unit, each unit without diacritics and in lower
# case. A number word counts only before a unit, so that "một" and "a" alone are no quantities.
_UNITS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "duration": {
            **dict.fromkeys(["s", "sec", "secs", "second", "seconds", "giay"], 1 / 3600),
            **dict.fromkeys(["min", "mins", "minute", "minutes", "phut", "p"], 1 / 60),
            **dict.fromkeys(["h", "hr", "hrs", "hour", "hours", "gio", "tieng", "tieng dong ho"], 1),
            **dict.fromkeys(["day", "days", "ngay", "hom", "night", "nights", "dem"], 24),
            **dict.fromkeys(["week", "weeks", "wk", "wks", "tuan", "tuan le"], 168),
            **dict.fromkeys(["fortnight", "fortnights"], 336),
            **dict.fromkeys(["month", "months", "thang"], 720),
            **dict.fromkeys(["year", "years", "yr", "yrs", "năm", "decade"], 8760),
        },
        "age": dict.fromkeys(["tuoi", "years old", "year old", "year-old", "yo"], 1),
        "percent": dict.fromkeys(["%", "percent", "per cent", "phan tram"], 1),
        "mass": {
            **dict.fromkeys(["mg", "milligram", "milligrams"], 1e-3),
            **dict.fromkeys(["g", "gr", "gram", "grams", "gam"], 1),
            **dict.fromkeys(["kg", "kilo", "kilos", "kilogram", "kilograms", "ki", "ky", "can"], 1000),
            **dict.fromkeys(["oz", "ounce", "ounces"], 28.35),
            **dict.fromkeys(["lb", "lbs", "pound weight"], 453.6),
        },
        "volume": {
            **dict.fromkeys(["ml", "millilitre", "millilitres"], 1),
            **dict.fromkeys(["l", "lit", "litre", "litres", "liter", "liters"], 1000),
        },
        "length": {
            **dict.fromkeys(["mm"], 1e-3),
            **dict.fromkeys(["cm", "phan"], 1e-2),
            **dict.fromkeys(["m", "met", "metre", "metres", "meter", "meters"], 1),
            **dict.fromkeys(["km", "cay so", "kilometre", "kilometres", "kilometers"], 1000),
            **dict.fromkeys(["mile", "miles", "mi", "dam"], 1609),
            **dict.fromkeys(["inch", "inches", "in"], 0.0254),
        },
        "energy": dict.fromkeys(["kcal", "calo", "calorie", "calories", "cal"], 1),
        "temperature": dict.fromkeys(["°", "°c", "do c", "degrees", "do"], 1),
        "data": {"gb": 1, "mb": 1e-3, "tb": 1000},
        "iu": {"iu": 1},
        "dong": {
            **dict.fromkeys(["d", "đ", "dong", "vnd"], 1),
            **dict.fromkeys(["k", "nghin", "ngan", "nghin dong", "ngan dong", "xi"], 1000),
            **dict.fromkeys(["tr", "trieu", "cu", "trieu dong"], 1e6),
        },
        "pound": {
            **dict.fromkeys(["£", "pounds", "quid", "bang"], 1),
            "tenner": 10,
            "tenners": 10,
            "fiver": 5,
            "p": 0.01,
        },
        "dollar": {**dict.fromkeys(["$", "dollar", "dollars", "bucks", "usd", "do la"], 1)},
        "euro": dict.fromkeys(["€", "euro", "euros"], 1),
    }
)
_BY_UNIT = {unit: (dimension, factor) for dimension, units in _UNITS.items() for unit, factor in units.items()}
_UNITS_AND_TEENS = (
    "zero|one một mot|two hai|three ba|four bốn bon|five năm lăm|six sáu|seven bảy bay|eight tám tam|nine chín chin"
    "|ten mười muoi|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORDS: Mapping[str, float] = MappingProxyType(
    {word: value for value, words in enumerate(_UNITS_AND_TEENS.split("|")) for word in words.split()}
    | {word: 10 * value for value, word in enumerate(_TENS.split("|"), 2)}
    | {"tư": 4, "mốt": 1, "a": 1, "an": 1, "half": 0.5, "nửa": 0.5, "nua": 0.5}
)
_MULTIPLIERS: Mapping[str, float] = MappingProxyType(
    dict.fromkeys(["mươi", "chục", "chuc"], 10)
    | dict.fromkeys(["dozen", "tá"], 12)
    | dict.fromkeys(["hundred", "trăm", "tram"], 100)
    | dict.fromkeys(["thousand", "nghìn", "ngàn"], 1000)
)
_ALONE = frozenset(["dozen", "hundred", "thousand", "trăm", "chục", "tá"])
"""Multipliers that are a number by themselves."""
_ARTICLES = frozenset(["a", "an"])
_POINTS = frozenset(["phẩy", "phay", "point", "chấm"])
_THOUSANDS_OF_DONG = ("nghìn", "ngàn")
_LONGEST = 8
"""Tokens that a number in words has at most."""
_MONTH_NAMES = (
    "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct"
    "|november nov|december dec"
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES.split("|"), 1) for name in names.split()}
_PHRASES = (
    (
        "duration",
        24.0,
        r"một ngày một đêm|mot ngay mot dem|(?:a |one )?(?:full |whole )?day and (?:a )?night",
    ),
    ("duration", 12.0, r"nửa ngày|nua ngay|half a day"),
    ("duration", 24.0, r"(?:trọn|nguyên) (?:một )?ngày đêm|round the clock|24/7|24/24"),
)
_NUMBER = r"(?<![\p{L}\d])\d+(?:[.,]\d+)*"
_DATE = regex.compile(
    r"(?<!\d)(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:/\d{2,4})?(?!\d)|(?:ngày |mùng )?(?P<d2>\d{1,2}) tháng (?P<m2>\d{1,2})"
    rf"|(?P<n3>{'|'.join(_MONTHS)})\.? (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\b"
    rf"|\b(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<n4>{'|'.join(_MONTHS)})\b"
)
_TOKEN = regex.compile(rf"{_NUMBER}|[£$€]|\p{{L}}[\p{{L}}\p{{M}}]*(?:-old)?|%|°c?|[^\s\w]")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value of a dimension as a text gives it."""

    dimension: str
    value: float
    """In the dimension's base unit; for dates ``100 * month + day``."""
    text: str
    """As it was written, in lower case."""

    def same_as(self, other: "Quantity") -> bool:
        """Whether both are one value of one dimension."""
        if self.dimension != other.dimension:
            return False
        if self.dimension == "date":
            return self.value == other.value
        return abs(self.value - other.value) <= _SAME * max(abs(self.value), abs(other.value))


@lru_cache(maxsize=8192)
def quantities(text: str) -> tuple[Quantity, ...]:
    """All quantities in a text, in order."""
    plain = normalise(text).text.lower()
    found: list[tuple[int, Quantity]] = []
    taken: list[tuple[int, int]] = []
    for dimension, value, pattern in _PHRASES:
        for match in regex.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", plain):
            found.append((match.start(), Quantity(dimension, value, match.group())))
            taken.append(match.span())
    for match in _DATE.finditer(plain):
        named = {name: text for name, text in match.groupdict().items() if text}
        day = int(next(text for name, text in named.items() if name[0] == "d"))
        month = next(int(text) if name[0] == "m" else _MONTHS[text] for name, text in named.items() if name[0] in "mn")
        if 1 <= month <= 12 and 1 <= day <= 31 and not _overlaps(match.span(), taken):
            found.append((match.start(), Quantity("date", 100 * month + day, match.group())))
            taken.append(match.span())
    tokens = [match for match in _TOKEN.finditer(plain) if not _overlaps(match.span(), taken)]
    found += _numbers(plain, tokens)
    return tuple(quantity for _, quantity in sorted(found, key=lambda pair: pair[0]))


def _numbers(plain: str, tokens: list["regex.Match[str]"]) -> Iterator[tuple[int, Quantity]]:
    index = 0
    while index < len(tokens):
        value, after = _value(tokens, index)
        if value is None:
            index += 1
            continue
        start = tokens[index].start()
        before = tokens[index - 1].group() if index else ""
        dimension, factor, end = _unit(tokens, after)
        in_digits = tokens[index].group()[0].isdecimal()
        if before in "£$€" and before:
            dimension, factor, end = _BY_UNIT[before][0], 1.0, after
            start = tokens[index - 1].start()
        elif end < len(tokens) and dimension != COUNT and tokens[end].group() in ("rưỡi", "rưởi", "ruoi"):
            value, end = value + 0.5, end + 1
        elif dimension == COUNT and tokens[end - 1].group() in _THOUSANDS_OF_DONG:
            dimension = "dong"  # prices are said in thousands, without the currency
        if dimension != COUNT or in_digits or value >= 2:
            last = tokens[end - 1].end()
            yield start, Quantity(dimension, value * factor, plain[start:last])
        index = max(end, index + 1)


def _value(tokens: list["regex.Match[str]"], index: int) -> tuple[float | None, int]:
    """The number that begins at a token, and the index after it."""
    words = [token.group() for token in tokens[index : index + _LONGEST]]
    if words[0][0].isdecimal():
        return _digits(words[0]), index + 1
    value, used = _in_words(words)
    if value is None:
        return None, index
    rest = words[used:]
    if len(rest) > 1 and rest[0] in _POINTS and rest[1] in _WORDS:
        value, used = value + _WORDS[rest[1]] / 10, used + 2
    elif rest[:3] == ["and", "a", "half"]:
        value, used = value + 0.5, used + 3
    elif value == 0.5 and rest[:1] and rest[0] in _ARTICLES:
        used += 1
    return value, index + used


def _in_words(words: Sequence[str]) -> tuple[float | None, int]:
    """The whole number that words begin with, and how many of them it takes."""
    total, current, used = 0.0, None, 0
    for position, word in enumerate(words):
        if word == "-" and current and current % 10 == 0:
            continue  # twenty-four
        if word == "năm" and current is not None and 0 < current < 10:
            break  # "hai năm" is two years; after a ten it is a five
        fits = current is None or (current % 10 == 0 and 1 <= _WORDS.get(word, 0) < 10 and word not in _ARTICLES)
        if word in _MULTIPLIERS and (current is not None or word in _ALONE):
            current = (current or 1) * _MULTIPLIERS[word]
            if _MULTIPLIERS[word] >= 1000:
                total, current = total + current, 0.0
        elif word in _WORDS and fits:
            current = (current or 0) + _WORDS[word]
        else:
            break
        used = position + 1
    return (None if current is None else total + current), used


def _digits(text: str) -> float:
    """Read digits: 1.000 and 1,000 are a thousand; 3,5 and 3.5 are three and a half."""
    parts = regex.split(r"[.,]", text)
    if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]) and parts[0] != "0":
        return float("".join(parts))
    return float(".".join(parts[:2]))


def _unit(tokens: list["regex.Match[str]"], index: int) -> tuple[str, float, int]:
    """Dimension, factor and the index after the unit that follows a number; a count where none does."""
    start = index
    if index < len(tokens) and tokens[index].group() == "-":
        index += 1
    for length in (3, 2, 1):
        words = [token.group() for token in tokens[index : index + length]]
        if len(words) == length:
            for name in (" ".join(words), fold(" ".join(words)) if words[0] != "năm" else ""):
                if name in _BY_UNIT:
                    return *_BY_UNIT[name], index + length
    return COUNT, 1.0, start


def _overlaps(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The quantities of a message beside those of a text."""

    kept: tuple[tuple[Quantity, Quantity], ...]
    """Pairs (of the message, of the text) of one value."""
    changed: tuple[tuple[Quantity, Quantity], ...]
    """Pairs of one dimension in which no value of the text is the message's."""
    missing: tuple[Quantity, ...]
    """Of the message, without anything of the dimension in the text."""


def compare(message: str, text: str) -> Comparison:
    """Compare each quantity of a message with those of a text."""
    there = quantities(text)
    kept, changed, missing = [], [], []
    for wanted in quantities(message):
        alike = [other for other in there if other.dimension == wanted.dimension]
        same = [other for other in alike if other.same_as(wanted)]
        if same:
            kept.append((wanted, same[0]))
        elif alike:
            changed.append((wanted, alike[0]))
        else:
            missing.append(wanted)
    return Comparison(tuple(kept), tuple(changed), tuple(missing))
