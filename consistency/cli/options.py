"""Arguments and options that several commands have, and what they amount to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consistency.records.captions import DayOrder

if TYPE_CHECKING:
    from consistency.captions import Choices

BriefFile = Annotated[Path, typer.Argument(help="The campaign's brief, a YAML file.", show_default=False)]
CaptionPaths = Annotated[
    list[Path],
    typer.Argument(
        help="Tables (CSV, Excel, OpenDocument, JSON, Parquet), drafts (.txt, .md, .docx), zips and folders of them; -"
        " is standard input.",
        show_default=False,
    ),
]
RulesOnly = Annotated[
    bool, typer.Option("--rules-only", help="Check tags, words and disclosure, not messages; loads no model.")
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        help="A sentence-transformers folder or hub name. Without it: the built-in multilingual model.",
        show_default=False,
    ),
]
JudgeModel = Annotated[
    str | None,
    typer.Option(
        "--judge",
        help="Folder or hub name of a cross-encoder that tells entailment, neutral and contradiction apart. Without"
        " it: the built-in one.",
        show_default=False,
    ),
]
CalibrationFile = Annotated[
    Path | None, typer.Option("--calibration", help="What calibrate has written.", show_default=False)
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--map", help='Name the column of a field: --map caption="Nội dung"; may repeat.', show_default=False),
]
Sheet = Annotated[
    str | None,
    typer.Option(
        "--sheet",
        help="Name the sheet to read of workbooks. Without it: each visible one with captions.",
        show_default=False,
    ),
]
Dates = Annotated[
    DayOrder | None,
    typer.Option(
        "--dates",
        help="What 3/12/2026 means. Without it: the other dates of the column tell, or the export that it is.",
        show_default=False,
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        help="Of text files, such as cp1258. Without it, and where a file has a byte order mark: its bytes tell.",
        show_default=False,
    ),
]
Day = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="The day that decisions go by. Without it: today.", show_default=False),
]
DECISIONS = Path("decisions.jsonl")
DecisionsFile = Annotated[Path, typer.Option("--baseline", help="The file of decisions; made where it isn't there.")]
By = Annotated[str, typer.Option(help="Who decides.", show_default=False)]
Posts = Annotated[list[str] | None, typer.Option("--post", help="A post, by its id; may repeat.", show_default=False)]
Fingerprints = Annotated[
    list[str] | None,
    typer.Option("--finding", help="A finding, by the beginning of its fingerprint; may repeat.", show_default=False),
]
Expires = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="The last day on which it holds.", show_default=False),
]
Reason = Annotated[str, typer.Option(help="Why, for those who read the file.", show_default=False)]


@dataclass(frozen=True, kw_only=True, slots=True)
class RunInput:
    """What a run is over, as the command line gives it."""

    brief: Path
    captions: Sequence[Path]
    reading: "Choices"
    rules_only: bool = False
    model: str | None = None
    judge: str | None = None
    calibration: Path | None = None
