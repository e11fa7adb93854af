"""Fields of a post from the text in a cell, a front matter or a file name."""

import hashlib
import re
from datetime import date, datetime

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

_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_PLATFORM = re.compile(rf"(?:^|[_\-. ])({'|'.join(PLATFORMS)})(?=$|[_\-. ])", re.IGNORECASE)
_NUMBERING = re.compile(r"[_\- ](?:v|draft|nhap)?\d{1,3}$", re.IGNORECASE)


def read_date(text: str) -> date | None:
    """The day of an ISO 8601 date or time stamp; ``None`` where there is none."""
    text = text.strip()
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def read_count(text: str) -> int | None:
    """A plain whole number, with or without thousands separators; ``None`` where there is none."""
    digits = re.sub(r"(?<=\d)[,. ](?=\d{3}(?!\d))", "", text.strip())
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 16 else None


def read_file_name(stem: str) -> tuple[str, str, date | None]:
    """Creator, platform and day in a draft's name, such as ``mai.an.chay_tiktok_2026-12-03-02``.

    A platform's name and an ISO date are taken out where they stand between separators, then a running number at the
    end; what is left is the creator.
    """
    found = _DATE.search(stem)
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
