"""The report as tables: one CSV of posts, and a workbook that a lead hands on."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from consistency.records.findings import CampaignReport, Label, Verdict
from consistency.records.phrases import Language, Phrase
from consistency.report.cards import PostView
from consistency.report.languages import say
from consistency.report.view import ReportView, view
from consistency.report.words import DISCLOSURE_WORDS, LABEL_WORDS, SEVERITY_WORDS, VERDICT_WORDS

Cell = str | int | float | None
_RULE_COLUMNS = (
    *(Phrase("Post"), Phrase("Creator"), Phrase("Severity")),
    *(Phrase("Rule"), Phrase("What is wrong"), Phrase("Where")),
)
_MESSAGE_COLUMNS = (Phrase("Message"), Phrase("Text"), Phrase("Captions that convey it"))
_CREATOR_COLUMNS = (Phrase("Creator"), Phrase("Captions"), Phrase("drift"))
_SKIPPED_COLUMNS = (Phrase("Place"), Phrase("Post"), Phrase("Reason"))
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell may not begin with: spreadsheets would take it for a formula (OWASP, CSV injection)."""
_LONGEST_CELL = 32_767  # of a workbook, by Excel's limits
_COLOURS = {
    Verdict.CONTRADICTS: "#FBE3E0",
    Verdict.OFF_MESSAGE: "#FDECCB",
    Verdict.PARTLY: "#EBE6F8",
    Verdict.ON_MESSAGE: "#DCF1E2",
}
_LABEL_COLOURS = {
    Label.CONTRADICTS: "#FBE3E0",
    Label.PARTIAL: "#EBE6F8",
    Label.CONVEYS: "#DCF1E2",
}


def render_csv(report: CampaignReport, language: Language = Language.ENGLISH) -> str:
    """A row for each post, worst first; UTF-8 with a byte order mark, which spreadsheets need."""
    shown = view(report)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([say(name, language) for name in _post_columns(shown)])
    for post in shown.posts:
        writer.writerow([harmless(cell) for cell in _post_row(post, language)])
    return "\ufeff" + file.getvalue()


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula: a text that looks like one gets an apostrophe before it."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell


def render_xlsx(report: CampaignReport, language: Language = Language.ENGLISH) -> bytes:
    """A workbook with the posts, the broken rules, the messages, the creators and what was skipped."""
    import xlsxwriter

    shown = view(report)
    file = io.BytesIO()
    with xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ) as book:
        book.set_properties({"title": report.brief.campaign, "created": datetime(2000, 1, 1, tzinfo=UTC)})
        sheets = _Sheets(book, language)
        sheets.posts(shown)
        sheets.table(Phrase("Rules"), _RULE_COLUMNS, _rule_rows(shown, language))
        sheets.table(Phrase("Messages"), [*_MESSAGE_COLUMNS, *LABEL_WORDS.values()], _message_rows(shown), percent=2)
        sheets.table(Phrase("Creators"), [*_CREATOR_COLUMNS, *VERDICT_WORDS.values()], _creator_rows(shown))
        sheets.table(
            Phrase("Not judged"),
            _SKIPPED_COLUMNS,
            [[str(one.place), one.post_id, say(one.reason, language)] for one in shown.skipped],
        )
    return file.getvalue()


def _post_columns(shown: ReportView) -> list[str]:
    return [
        *(Phrase("Post"), Phrase("Creator"), Phrase("Platform"), Phrase("Date"), Phrase("Place")),
        *(Phrase("Verdict"), Phrase("drift"), Phrase("Please look"), Phrase("Caption")),
        *(row.message.id for row in shown.messages),
        *(Phrase("Broken rules"), Phrase("Decided before"), Phrase("Disclosure"), Phrase("Note to the creator")),
    ]


def _post_row(post: PostView, language: Language) -> list[Cell]:
    own, finding = post.finding.post, post.finding
    return [
        *(own.post_id, own.creator, own.platform, own.posted_at.isoformat() if own.posted_at else "", str(own.place)),
        say(post.verdict_words, language),
        finding.drift,
        "; ".join(say(reason, language) for reason in post.review),
        own.caption,
        *(say(message.words, language) for message in post.messages),
        ", ".join([*(f"forbidden: {claim.id}" for claim, _ in post.forbidden), *(rule.rule for rule in post.broken)]),
        "; ".join(post.decided),
        say(DISCLOSURE_WORDS[finding.disclosure.state], language) if finding.disclosure else "",
        post.note,
    ]


def _rule_rows(shown: ReportView, language: Language) -> list[list[Cell]]:
    return [
        [
            post.finding.post.post_id,
            post.finding.post.creator,
            say(SEVERITY_WORDS[rule.severity], language),
            rule.rule,
            say(rule.headline, language),
            say(detail, language),
        ]
        for post in shown.posts
        for rule in post.broken
        for detail in rule.details
    ]


def _message_rows(shown: ReportView) -> list[list[Cell]]:
    return [
        [
            *(row.message.id, row.message.text, row.summary.pull_through),
            *(row.summary.counts[label] for label in LABEL_WORDS),
        ]
        for row in shown.messages
    ]


def _creator_rows(shown: ReportView) -> list[list[Cell]]:
    return [
        [
            *(row.summary.creator, row.summary.posts, row.summary.drift),
            *(row.summary.verdicts.get(verdict, 0) for verdict in VERDICT_WORDS),
        ]
        for row in shown.creators
    ]


class _Sheets:
    """Adds sheets to a workbook: a bold first row that stays in sight, filters, wrapped cells."""

    def __init__(self, book: Any, language: Language) -> None:
        self._book = book
        self._language = language
        self._plain = book.add_format({"text_wrap": True, "valign": "top"})
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._percent = book.add_format({"num_format": "0 %", "valign": "top"})

    def posts(self, shown: ReportView) -> None:
        """The posts, worst first, with the colour of the verdict and of each label beside its word."""
        columns = _post_columns(shown)
        sheet = self.table(Phrase("Posts"), columns, [_post_row(post, self._language) for post in shown.posts])
        of_verdict = {verdict: self._colour(colour) for verdict, colour in _COLOURS.items()}
        of_label = {label: self._colour(colour) for label, colour in _LABEL_COLOURS.items()}
        at = columns.index(Phrase("Verdict"))
        first_message = columns.index(Phrase("Caption")) + 1
        for row, post in enumerate(shown.posts, 1):
            own = of_verdict.get(post.finding.verdict, self._plain)
            sheet.write_string(row, at, say(post.verdict_words, self._language), own)
            for column, message in enumerate(post.messages, first_message):
                style = of_label.get(message.found.label, self._plain)
                sheet.write_string(row, column, say(message.words, self._language), style)

    def table(
        self, name: Phrase, columns: Sequence[str], rows: Iterable[Sequence[Cell]], percent: int | None = None
    ) -> Any:
        """A sheet with these columns and rows; ``percent`` is the column whose numbers are shares."""
        sheet = self._book.add_worksheet(say(name, self._language))
        sheet.write_row(0, 0, [say(column, self._language) for column in columns], self._head)
        widths = [len(column) for column in columns]
        last = 0
        for last, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(last, column, cell[:_LONGEST_CELL], self._plain)
                    widths[column] = max(widths[column], *map(len, cell[:2_000].split("\n")))
                elif cell is not None:
                    sheet.write_number(last, column, cell, self._percent if column == percent else self._plain)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(60, max(10, width + 2)))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        return sheet

    def _colour(self, colour: str) -> Any:
        return self._book.add_format({"text_wrap": True, "valign": "top", "bg_color": colour})
