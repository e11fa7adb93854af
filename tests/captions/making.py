"""Files of every kind that captions come in, made from lists and texts."""

import io
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any


def cp1258(text: str) -> bytes:
    """As Windows in Vietnamese wrote it: letters with their hats, tones after them."""
    out = b""
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in "\u0300\u0301\u0303\u0309\u0323"))
        tones = "".join(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            out += (base + tones).encode("cp1258")
    return out


_TCVN3 = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô­õö÷øùúûüýþ¡¢£¤¥¦§",
        strict=True,
    )
)


def tcvn3(text: str) -> str:
    """As a font such as .VnTime has it: each letter a Western one, capitals with a tone as small ones."""
    text = unicodedata.normalize("NFC", text)
    return "".join(_TCVN3.get(letter) or _TCVN3.get(letter.lower(), letter) for letter in text)


_VNI_TONES = dict(zip("\u0301\u0300\u0309\u0303\u0323", "ùøûõï", strict=True))
_VNI_HATS = {
    "\u0302": dict(zip(" \u0301\u0300\u0309\u0303\u0323", "âáàåãä", strict=True)),
    "\u0306": dict(zip(" \u0301\u0300\u0309\u0303\u0323", "êéèúüë", strict=True)),
}
_VNI_I = dict(zip("íìỉĩị", "íìæóò", strict=True))


def vni(text: str) -> str:
    """As the font VNI-Times has it: tones and hats as letters after the vowel."""
    out = ""
    for letter in unicodedata.normalize("NFC", text):
        base, *marks = unicodedata.normalize("NFD", letter.lower())
        tone = next((mark for mark in marks if mark in _VNI_TONES), " ")
        hat = next((mark for mark in marks if mark in _VNI_HATS), "")
        horned = {"o": "ô", "u": "ö"}[base] if "\u031b" in marks else {"đ": "ñ"}.get(base, base)
        mark = _VNI_HATS[hat][tone] if hat else _VNI_TONES.get(tone, "")
        written = _VNI_I.get(letter.lower()) or horned + mark
        out += written.upper() if letter != letter.lower() else written
    return out


def excel(
    *sheets: tuple[str, Sequence[Sequence[object]]], merged: Sequence[str] = (), hidden: Sequence[str] = ()
) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cells in merged:
            sheet.merge_cells(cells)
        if name in hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def open_document(*sheets: tuple[str, Sequence[Sequence[object]]], repeat: Mapping[str, int] | None = None) -> bytes:
    """An .ods; a cell that is a pair (text, rows) spans rows, and ``None`` is covered. ``repeat`` repeats all rows."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import CoveredTableCell, Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    for name, rows in sheets:
        table = Table(name=name)
        for row in rows:
            line = TableRow(**{"numberrowsrepeated": (repeat or {})["rows"]} if repeat else {})
            for value in row:
                if value is None:
                    line.addElement(CoveredTableCell())
                    continue
                text, down = value if isinstance(value, tuple) else (value, 1)
                kind = {"valuetype": "float", "value": str(text)} if isinstance(text, (int, float)) else {}
                cell = TableCell(
                    **(kind or {"valuetype": "string"}), **({"numberrowsspanned": down} if down > 1 else {})
                )
                for part in str(text).split("\n"):
                    cell.addElement(P(text=part))
                line.addElement(cell)
            table.addElement(line)
        book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def word(*paragraphs: str, table: Sequence[Sequence[str]] = ()) -> bytes:
    from docx import Document

    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        made = document.add_table(len(table), len(table[0]))
        for row, texts in zip(made.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def parquet(columns: Mapping[str, Sequence[Any]]) -> bytes:
    import pyarrow as pa
    from pyarrow.parquet import write_table

    out = io.BytesIO()
    write_table(pa.table(dict(columns)), out)
    return out.getvalue()


def archive(files: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, content in files.items():
            made.writestr(zipfile.ZipInfo(name), content, compression)
    return out.getvalue()


def with_member(content: bytes, name: str, member: bytes) -> bytes:
    """A zip-based file with one of its members put in place of another."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        return archive({one: member if one == name else old.read(one) for one in old.namelist()})
