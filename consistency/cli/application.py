"""The commands and their options."""

from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consistency.cli.levels import Format, PlainFormat
from consistency.errors import ConsistencyError
from consistency.records.captions import DayOrder
from consistency.records.levels import FailOn
from consistency.records.phrases import Language

if TYPE_CHECKING:
    from consistency.captions import Choices
    from consistency.cli.run import RunInput

app = typer.Typer(
    name="consistency",
    help="Tells whether micro-influencer captions say what the brand asked them to say.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"consistency {version('consistency')}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    pass


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
_DECISIONS = Path("decisions.jsonl")
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


def _today(day: datetime | None) -> date:
    """The day given, else the clock's: the one place that asks it."""
    return (day or datetime.now().astimezone()).date()


def _reading(columns: list[str] | None, sheet: str | None, dates: DayOrder | None, encoding: str | None) -> "Choices":
    from consistency.cli.captions import reading_choices

    return reading_choices(columns or [], sheet, dates, encoding)


def _run_input(
    brief: Path,
    captions: list[Path],
    reading: "Choices",
    rules_only: bool,
    model: str | None,
    judge: str | None,
    calibration: Path | None,
) -> "RunInput":
    from consistency.cli.run import RunInput

    return RunInput(
        brief=brief,
        captions=captions,
        reading=reading,
        rules_only=rules_only,
        model=model,
        judge=judge,
        calibration=calibration,
    )


def _decide(
    given: "RunInput",
    kind: str,
    decisions: Path,
    posts: list[str],
    fingerprints: list[str],
    by: str,
    reason: str,
    expires: datetime | None,
    today: datetime | None,
) -> None:
    from consistency.cli.decide import run_decide
    from consistency.gate import Ruling
    from consistency.records.decisions import Kind

    until = expires.date() if expires else None
    ruling = Ruling(kind=Kind(kind), by=by, reason=reason, on=_today(today), expires=until)
    run_decide(given, decisions, ruling, posts=posts, fingerprints=fingerprints)


@app.command()
def check(
    brief: BriefFile,
    captions: CaptionPaths,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            help="Write a report here: .html, .json, .csv, .xlsx, .md (summary), .sarif or .xml (JUnit); may repeat."
            " Without it and --format: reports/<campaign>.html.",
            show_default=False,
        ),
    ] = None,
    format_: Annotated[
        Format | None,
        typer.Option(
            "--format", help="What goes to standard output. Without it: text, and the page too.", show_default=False
        ),
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            help=f"Leave with 1 when a caption is this bad or worse ({', '.join(FailOn)}; off_message where nothing is"
            " said), or breaks a rule, by its id; may repeat.",
            show_default=False,
        ),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", help="Decisions made before: what they cover doesn't fail. One that expired does."),
    ] = None,
    today: Day = None,
    rules_only: RulesOnly = False,
    model: Model = None,
    judge: JudgeModel = None,
    calibration: CalibrationFile = None,
    lang: Annotated[
        Language, typer.Option("--lang", help="Language of pages and tables; a page can be switched.")
    ] = Language.ENGLISH,
    redacted: Annotated[
        bool, typer.Option("--redact", help="Hide the creators' names, to show the reports to others.")
    ] = False,
    columns: Columns = None,
    sheet: Sheet = None,
    dates: Dates = None,
    encoding: Encoding = None,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            metavar="dask[=WORKERS|=ADDRESS]",
            help="Judge on workers: dask (one for each core of this machine), dask=4 (so many) or dask=tcp://HOST:PORT"
            " (a cluster's scheduler). -o then names a folder, which gets Parquet parts; a second run goes on where the"
            " first one stopped.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Judge captions against a brief and write the report."""
    from consistency.cli.check import run_check

    if engine is not None:
        from consistency.cli.beyond import run_check_beyond

        if output is None or len(output) != 1 or format_ is not None or redacted or lang is not Language.ENGLISH:
            raise ConsistencyError("--engine goes with one -o FOLDER, and without --format, --lang and --redact")
        raise typer.Exit(
            run_check_beyond(
                _run_input(
                    brief, captions, _reading(columns, sheet, dates, encoding), rules_only, model, judge, calibration
                ),
                engine,
                output[0],
                fail_on=fail_on or [FailOn.OFF_MESSAGE],
                decisions_file=baseline,
                today=_today(today),
            )
        )
    raise typer.Exit(
        run_check(
            _run_input(
                brief, captions, _reading(columns, sheet, dates, encoding), rules_only, model, judge, calibration
            ),
            outputs=output or [],
            format_=format_,
            fail_on=fail_on or [FailOn.OFF_MESSAGE],
            decisions_file=baseline,
            today=_today(today),
            language=lang,
            redacted=redacted,
        )
    )


@app.command()
def baseline(
    brief: BriefFile,
    captions: CaptionPaths,
    baseline: DecisionsFile = _DECISIONS,
    by: By = "",
    reason: Reason = "",
    today: Day = None,
    rules_only: RulesOnly = False,
    model: Model = None,
    judge: JudgeModel = None,
    calibration: CalibrationFile = None,
    columns: Columns = None,
    sheet: Sheet = None,
    dates: Dates = None,
    encoding: Encoding = None,
) -> None:
    """Put everything that is found now on file, so that only new findings fail; drop what is mended."""
    from consistency.cli.decide import run_baseline
    from consistency.gate import Ruling
    from consistency.records.decisions import Kind

    ruling = Ruling(kind=Kind.BASELINE, by=by, reason=reason, on=_today(today))
    run_baseline(
        _run_input(brief, captions, _reading(columns, sheet, dates, encoding), rules_only, model, judge, calibration),
        baseline,
        ruling,
    )


@app.command()
def approve(
    brief: BriefFile,
    captions: CaptionPaths,
    post: Posts = None,
    finding: Fingerprints = None,
    baseline: DecisionsFile = _DECISIONS,
    by: By = "",
    reason: Reason = "",
    expires: Expires = None,
    today: Day = None,
    rules_only: RulesOnly = False,
    model: Model = None,
    judge: JudgeModel = None,
    calibration: CalibrationFile = None,
    columns: Columns = None,
    sheet: Sheet = None,
    dates: Dates = None,
    encoding: Encoding = None,
) -> None:
    """Put on file that a post, or a finding, is fine as it is."""
    given = _run_input(
        brief, captions, _reading(columns, sheet, dates, encoding), rules_only, model, judge, calibration
    )
    _decide(given, "approved", baseline, post or [], finding or [], by, reason, expires, today)


@app.command()
def waive(
    brief: BriefFile,
    captions: CaptionPaths,
    post: Posts = None,
    finding: Fingerprints = None,
    baseline: DecisionsFile = _DECISIONS,
    by: By = "",
    reason: Reason = "",
    expires: Expires = None,
    today: Day = None,
    rules_only: RulesOnly = False,
    model: Model = None,
    judge: JudgeModel = None,
    calibration: CalibrationFile = None,
    columns: Columns = None,
    sheet: Sheet = None,
    dates: Dates = None,
    encoding: Encoding = None,
) -> None:
    """Put on file that what was found on a post, or one finding, is let through, mostly until a day."""
    given = _run_input(
        brief, captions, _reading(columns, sheet, dates, encoding), rules_only, model, judge, calibration
    )
    _decide(given, "waived", baseline, post or [], finding or [], by, reason, expires, today)


@app.command()
def calibrate(
    decisions: Annotated[
        Path, typer.Argument(help="A CSV table: post_id, decision (approved or rejected).", show_default=False)
    ],
    brief: BriefFile,
    captions: CaptionPaths,
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to.")] = Path("calibration.json"),
    model: Model = None,
    judge: JudgeModel = None,
    columns: Columns = None,
    sheet: Sheet = None,
    dates: Dates = None,
    encoding: Encoding = None,
) -> None:
    """Move probabilities and review band by a lead's past decisions on messages, 20 or more; say what changed."""
    from consistency.cli.calibrate import run_calibrate

    given = _run_input(
        brief,
        captions,
        _reading(columns, sheet, dates, encoding),
        rules_only=False,
        model=model,
        judge=judge,
        calibration=None,
    )
    run_calibrate(decisions, given, output)


@app.command()
def compare(
    before: Annotated[
        Path, typer.Argument(help="Drafts (a folder or table), or a report (.json).", show_default=False)
    ],
    after: Annotated[
        Path, typer.Argument(help="The posts that went live, or a later report (.json).", show_default=False)
    ],
    brief: Annotated[
        Path | None,
        typer.Option(
            "--brief", help="Judge drafts and posts by this brief too; without it: words.", show_default=False
        ),
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output", "-o", help="Write the comparison here: .html or .json; may repeat.", show_default=False
        ),
    ] = None,
    format_: Annotated[PlainFormat, typer.Option("--format", help="What goes to standard output.")] = PlainFormat.TEXT,
    rules_only: RulesOnly = False,
    model: Model = None,
    judge: JudgeModel = None,
    columns: Columns = None,
    sheet: Sheet = None,
    dates: Dates = None,
    encoding: Encoding = None,
) -> None:
    """Put drafts beside what went live, or one report beside another; leaves with 1 when something got worse."""
    from consistency.cli.compare import run_compare

    reading = _reading(columns, sheet, dates, encoding)
    given = _run_input(brief, [], reading, rules_only, model, judge, None) if brief else None
    raise typer.Exit(run_compare(before, after, given, reading, output or [], format_))


@app.command()
def explain(
    rule: Annotated[
        str | None, typer.Argument(help="The rule's id; without it all are listed.", show_default=False)
    ] = None,
) -> None:
    """Say what a rule checks, why it matters and how to mend it."""
    from consistency.cli.explain import explain_rule

    typer.echo(explain_rule(rule), nl=False)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Where to; made where it isn't there.", show_default=False)],
) -> None:
    """Make a brief and two drafts that can be checked at once."""
    from consistency.cli.start import run_init

    run_init(folder)


@app.command()
def doctor() -> None:
    """Say what is there (model, cache, versions, network) and what to do; leaves with 2 where a check can't run."""
    from consistency.cli.doctor import run_doctor

    raise typer.Exit(run_doctor())


captions_app = typer.Typer(no_args_is_help=True, help="Look at captions before they are judged.")
app.add_typer(captions_app, name="captions")


@captions_app.command()
def preview(
    captions: CaptionPaths,
    columns: Columns = None,
    sheet: Sheet = None,
    dates: Dates = None,
    encoding: Encoding = None,
) -> None:
    """Show how captions are understood: columns, first posts, and what is skipped and why."""
    from consistency.cli.captions import run_preview

    raise typer.Exit(run_preview(captions, _reading(columns, sheet, dates, encoding)))


brief_app = typer.Typer(no_args_is_help=True, help="Work on briefs.")
app.add_typer(brief_app, name="brief")


@brief_app.command()
def lint(
    brief: Annotated[Path, typer.Argument(help="The campaign's brief, a YAML file.", show_default=False)],
    model: Annotated[
        str | None, typer.Option("--model", help="A sentence-transformers folder or hub name.", show_default=False)
    ] = None,
) -> None:
    """Grade a brief before anyone writes a caption; leaves with 1 when something in it is wrong."""
    from consistency.cli.lint import run_lint

    raise typer.Exit(run_lint(brief, model))
