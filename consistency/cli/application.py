"""The commands and their options."""

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from consistency.cli.levels import FailOn, Format
from consistency.records.phrases import Language

app = typer.Typer(
    name="consistency",
    help="Tells whether micro-influencer captions say what the brand asked them to say.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


_CAPTIONS_HELP = (
    "Tables (CSV, Excel, OpenDocument, JSON, Parquet), drafts (.txt, .md, .docx), zips and folders of them; - is"
    " standard input."
)
_MAP = typer.Option(
    "--map", help='Name the column of a field: --map caption="Nội dung"; may repeat.', show_default=False
)
_SHEET = typer.Option(
    "--sheet",
    help="Name the sheet to read of workbooks. Without it: each visible one with captions.",
    show_default=False,
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


@app.command()
def check(
    brief: Annotated[Path, typer.Argument(help="The campaign's brief, a YAML file.", show_default=False)],
    captions: Annotated[
        list[Path],
        typer.Argument(help=_CAPTIONS_HELP, show_default=False),
    ],
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            help="Write a report here: .html, .json, .csv or .xlsx; may repeat. Without it: reports/<campaign>.html.",
            show_default=False,
        ),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="What goes to standard output.")] = Format.TEXT,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            help=f"Leave with 1 when a caption is this bad or worse ({', '.join(FailOn)}; off_message where nothing is"
            " said), or breaks a rule, by its id; may repeat.",
            show_default=False,
        ),
    ] = None,
    rules_only: Annotated[
        bool, typer.Option("--rules-only", help="Check tags, words and disclosure, not messages; loads no model.")
    ] = False,
    model: Annotated[
        str | None,
        typer.Option(
            "--model",
            help="A sentence-transformers folder or hub name. Without it: the built-in multilingual model.",
            show_default=False,
        ),
    ] = None,
    judge: Annotated[
        str | None,
        typer.Option(
            "--judge",
            help="Folder or hub name of a cross-encoder that tells entailment, neutral and contradiction apart. Without"
            " it: the built-in one.",
            show_default=False,
        ),
    ] = None,
    lang: Annotated[
        Language, typer.Option("--lang", help="Language of pages and tables; a page can be switched.")
    ] = Language.ENGLISH,
    redacted: Annotated[
        bool, typer.Option("--redact", help="Hide the creators' names, to show the reports to others.")
    ] = False,
    columns: Annotated[list[str] | None, _MAP] = None,
    sheet: Annotated[str | None, _SHEET] = None,
) -> None:
    """Judge captions against a brief and write the report."""
    from consistency.cli.check import run_check

    raise typer.Exit(
        run_check(
            brief,
            captions,
            outputs=output or [],
            format_=format_,
            fail_on=fail_on or [FailOn.OFF_MESSAGE],
            model=model,
            judge=judge,
            rules_only=rules_only,
            columns=columns or [],
            language=lang,
            redacted=redacted,
            sheet=sheet,
        )
    )


@app.command()
def explain(
    rule: Annotated[
        str | None, typer.Argument(help="The rule's id; without it all are listed.", show_default=False)
    ] = None,
) -> None:
    """Say what a rule checks, why it matters and how to mend it."""
    from consistency.cli.explain import explain_rule

    typer.echo(explain_rule(rule), nl=False)


captions_app = typer.Typer(no_args_is_help=True, help="Look at captions before they are judged.")
app.add_typer(captions_app, name="captions")


@captions_app.command()
def preview(
    captions: Annotated[list[Path], typer.Argument(help=_CAPTIONS_HELP, show_default=False)],
    columns: Annotated[list[str] | None, _MAP] = None,
    sheet: Annotated[str | None, _SHEET] = None,
) -> None:
    """Show how captions are understood: columns, first posts, and what is skipped and why."""
    from consistency.cli.captions import run_preview

    raise typer.Exit(run_preview(captions, columns or [], sheet))


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
