"""Posts a second of the ordinary run, and of ``--engine dask`` with one and two workers.

``python -m tests.bench.engine [POSTS]``. Each run is a process of its own with a cache that holds the model and nothing
else. With ``--rules-only`` beside them, which leaves what reading, the engine and writing cost. What the parts hold is
compared with the ordinary report. Posts a core second, of processor time, hardly depend on what else the machine does.
"""

import csv
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

import pyarrow as pa
from pyarrow.parquet import write_table

from consistency.embedding import cache_folder, default_model_folder
from consistency.report.parts import read_parts

CAMPAIGN = Path(__file__).parents[2] / "briefs" / "sen_dat_serum"
COMMAND = "from consistency.cli import main; main()"


def write_posts(path: Path, posts: int) -> None:
    """The shipped campaign's captions again and again, each time in other words at the end."""
    with (CAMPAIGN / "captions.csv").open(encoding="utf-8-sig", newline="") as file:
        captions = [row["caption"] for row in csv.DictReader(file)]
    rows = [f"{text}\nNgày {number // len(captions)}." for number, text in enumerate(islice(cycle(captions), posts))]
    write_table(pa.table({"post_id": [f"p{number}" for number in range(posts)], "caption": rows}), path)


def timed(folder: Path, name: str, *options: str) -> tuple[float, float]:
    """Seconds, and seconds of processor time, of one check with an empty cache."""
    cache = folder / f"cache {name}"
    model = default_model_folder(cache_folder())
    cache.mkdir()
    (cache / model.name).symlink_to(model)
    start, used = time.perf_counter(), _used()
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "check", str(CAMPAIGN / "brief.yaml"), "posts.parquet", *options],
        cwd=folder,
        env={**os.environ, "CONSISTENCY_CACHE": str(cache)},
        capture_output=True,
        text=True,
        check=False,
    )
    seconds, used = time.perf_counter() - start, _used() - used
    if done.returncode > 1:
        raise RuntimeError(done.stderr)
    shutil.rmtree(cache)
    return seconds, used


def _used() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def same(report: Path, parts: Path) -> bool:
    """Whether parts hold the posts of a report, bit for bit."""
    posts = json.loads(report.read_text(encoding="utf-8"))["posts"]
    return list(read_parts(sorted(parts.glob("*.parquet")), list(posts[0]))) == posts


def main(posts: int) -> None:
    """Measure and print a table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_posts(folder / "posts.parquet", posts)
        for kind, rest in (("models", ()), ("rules", ("--rules-only",))):
            runs = {"ordinary": ("-o", f"{kind}.json", *rest)}
            for workers in (1, 2):
                runs[f"dask={workers}"] = ("--engine", f"dask={workers}", "-o", f"{kind}{workers}", *rest)
            for engine, options in runs.items():
                seconds, used = timed(folder, f"{kind} {engine}", *options)
                parts = folder / f"{kind}{engine.removeprefix('dask=')}"
                told = f", same as ordinary: {same(folder / f'{kind}.json', parts)}" if parts.is_dir() else ""
                speed = f"{seconds:7.1f} s {posts / seconds:7.1f} posts/s {posts / used:7.1f} posts a core second"
                print(f"{kind:6} {engine:8} {speed}{told}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4_000)
