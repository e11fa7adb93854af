"""Time and memory of reading 100,000 posts in each format, each in its own process: ``python -m tests.bench.intake``.

Memory is the peak of the resident set above that of the same reading of ten posts.
"""

import csv
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from consistency.captions import stream_captions
from consistency.records.captions import Post

POSTS = 100_000
CAPTION = "Trà ủ lạnh không đường, mình uống mỗi sáng và thấy rất ổn. " * 6
HEADER = ("post_id", "creator", "caption", "likes", "posted_at")


def post(number: int) -> tuple[str, str, str, int, str]:
    return f"p{number}", f"creator {number % 500}", f"{CAPTION}{number}", number, "2026-12-03"


def write(path: Path, posts: int) -> None:
    """Write posts in the format of the path's ending."""
    rows = map(post, range(posts))
    match path.suffix:
        case ".csv":
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([HEADER, *rows])
        case ".jsonl":
            path.write_text("".join(json.dumps(dict(zip(HEADER, row, strict=True))) + "\n" for row in rows))
        case ".json":
            path.write_text(json.dumps({"data": [dict(zip(HEADER, row, strict=True)) for row in rows]}))
        case ".parquet":
            import pyarrow as pa
            from pyarrow.parquet import write_table

            columns = dict(zip(HEADER, map(list, zip(*rows, strict=True)), strict=True))
            write_table(pa.table(columns), path, row_group_size=10_000)
        case ".xlsx":
            from openpyxl import Workbook

            book = Workbook(write_only=True)
            sheet = book.create_sheet("Nov")
            for row in [HEADER, *rows]:
                sheet.append(row)
            book.save(path)
        case ".ods":
            from tests.captions.making import open_document

            path.write_bytes(open_document(("Nov", [HEADER, *rows])))


def read(path: Path) -> None:
    """Read a file and print how many posts, seconds and MB of memory at most."""
    start = time.perf_counter()
    posts = sum(isinstance(event, Post) for event in stream_captions([path]))
    # Not getrusage: a process starts with the peak of the one that started it.
    [peak] = [line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line]
    print(posts, round(time.perf_counter() - start, 1), int(peak) // 1024)


def measure(path: Path) -> tuple[int, float, float]:
    """Posts, seconds and peak of memory in MB of reading a file in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.intake", str(path)], capture_output=True, text=True, check=True
    )
    posts, seconds, peak = map(float, done.stdout.split())
    return int(posts), seconds, peak


def main() -> None:
    """Measure all formats."""
    with tempfile.TemporaryDirectory() as folder:
        for ending in (".csv", ".jsonl", ".json", ".parquet", ".xlsx", ".ods"):
            few, many = Path(folder) / f"few{ending}", Path(folder) / f"many{ending}"
            write(few, 10)
            write(many, POSTS)
            posts, seconds, peak = measure(many)
            above = peak - measure(few)[2]
            size = many.stat().st_size / 1e6
            print(f"{ending:9} {size:5.0f} MB {posts:7,} posts {seconds:5.1f} s {above:5.0f} MB above ten posts")


if __name__ == "__main__":
    read(Path(sys.argv[1])) if len(sys.argv) > 1 else main()
