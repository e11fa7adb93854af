"""The commands and their options."""

from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consistency.cli.levels import Format, PlainFormat
from consistency.cli.options import (
    DECISIONS,
    BriefFile,
    By,
    CalibrationFile,
    CaptionPaths,
    Columns,
    Dates,
    Day,
    DecisionsFile,
    Encoding,
    Expires,
    Fingerprints,
    JudgeModel,
    Model,
    Posts,
    Reason,
    RulesOnly,
    RunInput,
    Sheet,
)
from consistency.errors import ConsistencyError
from consistency.records.captions import DayOrder
from consistency.records.levels import FailOn
from consistency.records.phrases import Language

if TYPE_CHECKING:
    from consistency.captions import Choices

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


def _today(day: datetime | None) -> date:
    """The day given, else the clock's: the one place that asks it."""
    return (day or datetime.now().astimezone()).date()


def _reading(columns: list[str] | None, sheet: str | None, dates: DayOrder | None, encoding: str | None) -> "Choices":
    from consistency.cli.captions import reading_choices

    return reading_choices(columns or [], sheet, dates, encoding)


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
    given = RunInput(
        brief=brief,
        captions=captions,
        reading=_reading(columns, sheet, dates, encoding),
        rules_only=rules_only,
        model=model,
        judge=judge,
        calibration=calibration,
    )
    if engine is not None:
        from consistency.cli.beyond import run_check_beyond

        if output is None or len(output) != 1 or format_ is not None or redacted or lang is not Language.ENGLISH:
            raise ConsistencyError("--engine goes with one -o FOLDER, and without --format, --lang and --redact")
        raise typer.Exit(
            run_check_beyond(
                given,
                engine,
                output[0],
                fail_on=fail_on or [FailOn.OFF_MESSAGE],
                decisions_file=baseline,
                today=_today(today),
            )
        )
    from consistency.cli.check import run_check

    raise typer.Exit(
        run_check(
            given,
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
    baseline: DecisionsFile = DECISIONS,
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
    given = RunInput(
        brief=brief,
        captions=captions,
        reading=_reading(columns, sheet, dates, encoding),
        rules_only=rules_only,
        model=model,
        judge=judge,
        calibration=calibration,
    )
    run_baseline(given, baseline, ruling)


def _add_decision(name: str, kind: str, about: str) -> None:
    """Add the command that puts a lead's decision on posts and findings on file."""

    @app.command(name, help=about)
    def decide(
        brief: BriefFile,
        captions: CaptionPaths,
        post: Posts = None,
        finding: Fingerprints = None,
        baseline: DecisionsFile = DECISIONS,
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
        from consistency.cli.decide import run_decide
        from consistency.gate import Ruling
        from consistency.records.decisions import Kind

        given = RunInput(
            brief=brief,
            captions=captions,
            reading=_reading(columns, sheet, dates, encoding),
            rules_only=rules_only,
            model=model,
            judge=judge,
            calibration=calibration,
        )
        until = expires.date() if expires else None
        ruling = Ruling(kind=Kind(kind), by=by, reason=reason, on=_today(today), expires=until)
        run_decide(given, baseline, ruling, posts=post or [], fingerprints=finding or [])


_add_decision("approve", "approved", "Put on file that a post, or a finding, is fine as it is.")
_add_decision(
    "waive",
    "waived",
    "Put on file that what was found on a post, or one finding, is let through, mostly until a day.",
)


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

    reading = _reading(columns, sheet, dates, encoding)
    given = RunInput(brief=brief, captions=captions, reading=reading, model=model, judge=judge)
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
    given = (
        RunInput(brief=brief, captions=(), reading=reading, rules_only=rules_only, model=model, judge=judge)
        if brief
        else None
    )
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
