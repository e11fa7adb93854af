import csv
import io

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from consistency.records.brief import Brief
from consistency.records.phrases import Language
from consistency.report import render_csv, render_xlsx
from consistency.report.tables import harmless
from tests.support import check, make_posts

FORMULA = '=HYPERLINK("http://a.example","x")'


def test_a_row_for_each_post_worst_first(brief: Brief) -> None:
    captions = make_posts("The tea has no sugar and no sweetener.", 'rain,\n"all" day', FORMULA)
    text = render_csv(check(brief, captions))
    assert text.startswith("\ufeff")
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert all(len(row) == len(header) for row in rows)
    at = header.index("Caption")
    assert {row[at] for row in rows} == {"The tea has no sugar and no sweetener.", 'rain,\n"all" day', f"'{FORMULA}"}
    assert rows[-1][header.index("Verdict")] == "on message"
    assert rows[-1][header.index("sugar")] == "conveyed"


@given(st.text(max_size=8))
def test_no_cell_begins_like_a_formula(text: str) -> None:
    cell = harmless(text)
    assert isinstance(cell, str)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text.removeprefix("'")


def test_a_workbook_that_can_be_handed_on(brief: Brief) -> None:
    captions = make_posts("The tea has no sugar and no sweetener.", FORMULA, "x" * 40_000 + " rain", "")
    report = check(brief, captions)
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(report)))
    assert book.sheetnames == ["Posts", "Rules", "Messages", "Creators", "Not judged"]
    posts = book["Posts"]
    header = [cell.value for cell in posts[1]]
    caption = header.index("Caption")
    cells = {row[0].value: row for row in posts.iter_rows(min_row=2)}
    assert cells["p2"][caption].value == FORMULA
    assert cells["p2"][caption].data_type == "s"
    assert cells["p1"][caption].alignment.wrap_text
    verdict = cells["p1"][header.index("Verdict")]
    assert (verdict.value, verdict.fill.fgColor.rgb) == ("on message", "FFDCF1E2")
    assert posts.freeze_panes == "B2"
    assert posts.auto_filter.ref
    assert book["Not judged"]["C2"].value == "the caption is empty"
    assert render_xlsx(report) == render_xlsx(report)


def test_tables_in_vietnamese(brief: Brief) -> None:
    report = check(brief, make_posts("rain all day"))
    assert "lệch thông điệp" in render_csv(report, Language.VIETNAMESE)
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(report, Language.VIETNAMESE)))
    assert book.sheetnames[0] == "Bài đăng"
