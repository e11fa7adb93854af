"""The shared data that benchmarks read; none of it is part of the project."""

import csv
from pathlib import Path

from tests.support import SHARED

DATA = SHARED / "data"
BRIEFS = Path(__file__).parents[2] / "briefs"
_REAL = {
    "tiktok_vi.tsv": ("vid_caption", "\t"),
    "instagram_in.tsv": ("caption", "\t"),
    "facebook_ads_en.csv": ("text", ","),
}


def real_captions() -> list[str]:
    """Captions that people posted, unlabelled, of three platforms one after the other."""
    return [
        row[column]
        for name, (column, delimiter) in _REAL.items()
        for row in read_table(DATA / "real_captions" / name, delimiter)
    ]


def read_table(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a CSV file by column."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=delimiter))
