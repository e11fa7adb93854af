"""Public pairs that the reader learns from beside the campaigns: entailment, contradiction and key points.

The data stay where they are; nothing of them is part of the project. Licences: IndoNLI CC BY-SA 4.0, FarsTail
Apache-2.0, JNLI CC BY-SA 4.0, MED CC BY-SA 4.0, the negation benchmark MIT, SemAntoNeg CC BY-SA 4.0, ArgKP-2021
CDLA-Sharing-1.0. Their validation and test parts are left to ``tests/bench/quality.py``.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from consistency.records.findings import Label

ENTAILED, REFUTED = (Label.CONVEYS,), (Label.CONTRADICTS,)
NEITHER = (Label.PARTIAL, Label.ABSENT)
"""What is neither entailed nor refuted may touch the claim or not."""
NOT_ENTAILED = (Label.PARTIAL, Label.CONTRADICTS, Label.ABSENT)
LABELS = {
    "e": ENTAILED,
    "n": NEITHER,
    "c": REFUTED,
    "entailment": ENTAILED,
    "neutral": NEITHER,
    "contradiction": REFUTED,
    "not_entailment": NOT_ENTAILED,
}
HELD_OUT = 10
"""Of data without a test part every tenth row is left to the benchmark."""


@dataclass(frozen=True)
class PublicPair:
    """A text and a claim, with the labels that are right, of which any will do."""

    text: str
    claim: str
    labels: tuple[Label, ...]


def read_public_pairs(data: Path) -> list[PublicPair]:
    """The training parts below a folder with ``argkp`` and ``nli``."""
    pairs = [
        *_lines(data / "nli" / "indonli_train.jsonl", "premise", "hypothesis"),
        *_key_points(data / "argkp", "train"),
    ]
    for rows in tables(data / "nli").values():
        pairs += [pair for number, pair in enumerate(rows) if number % HELD_OUT]
    return pairs


def held_out_pairs(data: Path) -> dict[str, list[PublicPair]]:
    """The parts that training leaves out, by data set."""
    parts = {name: rows[::HELD_OUT] for name, rows in tables(data / "nli").items()}
    return {"indonli": list(_indonli(data / "nli", "val")), **parts}


def tables(folder: Path) -> dict[str, list[PublicPair]]:
    """Data sets without a test part."""
    negation = {name: _table(folder / f"negation_{name}.tsv", "Text", "Hypothesis") for name in ("SNLI", "MNLI", "RTE")}
    return {
        "med": list(_table(folder / "med.tsv", "sentence1", "sentence2")),
        "farstail": list(_table(folder / "farstail_train.tsv", "premise", "hypothesis", "label", csv.QUOTE_MINIMAL)),
        "jnli": list(_lines(folder / "jnli_valid.jsonl", "sentence1", "sentence2")),
        **{f"negation {name}": list(rows) for name, rows in negation.items()},
        "semantoneg": list(_antonyms(folder / "semantoneg.jsonl")),
    }


def _table(
    path: Path, text: str, claim: str, gold: str = "gold_label", quoting: int = csv.QUOTE_NONE
) -> Iterator[PublicPair]:
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=quoting):
            label = row[gold].strip()
            # MED says "neutral" of whatever isn't entailed.
            labels = NOT_ENTAILED if path.name == "med.tsv" and label == "neutral" else LABELS[label]
            yield PublicPair(row[text], row[claim], labels)


def _lines(path: Path, text: str, claim: str) -> Iterator[PublicPair]:
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        yield PublicPair(row[text], row[claim], LABELS[row["label"]])


def _indonli(folder: Path, part: str) -> Iterator[PublicPair]:
    return _lines(folder / f"indonli_{part}.jsonl", "premise", "hypothesis")


def _antonyms(path: Path) -> Iterator[PublicPair]:
    """The paraphrase is entailed, the other two sentences are refuted."""
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        for number, sentence in enumerate(row["sentences"]):
            yield PublicPair(row["input"], sentence, ENTAILED if number == row["label"] else REFUTED)


def _key_points(folder: Path, part: str) -> Iterator[PublicPair]:
    """Arguments beside key points of their topic and stance: those they make, and as many that they don't."""
    arguments = {row["arg_id"]: row["argument"] for row in _rows(folder / f"arguments_{part}.csv")}
    points = {row["key_point_id"]: row["key_point"] for row in _rows(folder / f"key_points_{part}.csv")}
    rows = _rows(folder / f"labels_{part}.csv")
    made = [row for row in rows if row["label"] == "1"]
    others = [row for row in rows if row["label"] == "0"]
    for row in made + others[:: len(others) // len(made)]:
        labels = ENTAILED if row["label"] == "1" else NEITHER
        yield PublicPair(arguments[row["arg_id"]], points[row["key_point_id"]], labels)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
