"""The commands and their options."""

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from consistency.cli.levels import FailOn, Format

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


@app.command()
def check(
    brief: Annotated[Path, typer.Argument(help="The campaign's brief, a YAML file.", show_default=False)],
    captions: Annotated[
        list[Path],
        typer.Argument(help="Tables (.csv, .tsv), drafts (.txt, .md) and folders of them.", show_default=False),
    ],
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            help="Write a report here: .html or .json; may repeat. Without it: reports/<campaign>.html.",
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
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--map", help='Name the column of a field: --map caption="Nội dung"; may repeat.', show_default=False
        ),
    ] = None,
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
        )
    )


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
        typer.Option("--output", "-o", help="Write the comparison here as .json; may repeat.", show_default=False),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="What goes to standard output.")] = Format.TEXT,
    rules_only: Annotated[
        bool, typer.Option("--rules-only", help="Check tags, words and disclosure, not messages; loads no model.")
    ] = False,
    model: Annotated[
        str | None, typer.Option("--model", help="As in check: the embedding model.", show_default=False)
    ] = None,
    judge: Annotated[
        str | None, typer.Option("--judge", help="As in check: the cross-encoder.", show_default=False)
    ] = None,
    columns: Annotated[
        list[str] | None, typer.Option("--map", help="As in check: the column of a field.", show_default=False)
    ] = None,
) -> None:
    """Put drafts beside what went live, or one report beside another; leaves with 1 when something got worse."""
    from consistency.cli.compare import run_compare

    raise typer.Exit(
        run_compare(
            before,
            after,
            brief_file=brief,
            outputs=output or [],
            format_=format_,
            model=model,
            judge=judge,
            rules_only=rules_only,
            columns=columns or [],
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
