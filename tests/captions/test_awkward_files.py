"""A table of awkward files, each made here, with what must come out."""

# ruff: noqa: E501 - a table reads best with one case a line

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from consistency.captions import Choices, DayOrder, read_captions
from consistency.errors import InputError
from tests.captions.making import archive, cp1258, excel, open_document, parquet, tcvn3, vni, with_member, word

TEA = "Trà ủ lạnh không đường uống là mê"
JAR = "Hũ mật ong này mình mua tự túc"
LONG_A = "My new favourite tea in the morning"
LONG_B = "Second week with it and still happy"
LONG_C = "No sugar at all and I checked the label"


@dataclass(frozen=True)
class Case:
    """One file, and what must be read from it."""

    name: str
    file: str
    content: bytes | str
    captions: tuple[str, ...] = ()
    """Of the posts, in order."""
    first: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the first post."""
    skipped: tuple[str, ...] = ()
    """The start of each skipped one's place and reason, with a part of it after a ``...``."""
    notes: tuple[str, ...] = ()
    """A part of each note."""
    layout: tuple[str, ...] = ()
    """Parts of the first table's kind, columns and export."""
    fault: str = ""
    """A part of the error, where the file can't be read."""
    choices: Choices = field(default_factory=Choices)

    def __str__(self) -> str:
        return self.name


def rows(*lines: str, end: str = "\n") -> str:
    return "".join(line + end for line in lines)


INSTAGRAM = [
    {
        "media": [
            {"uri": "media/posts/1.jpg", "creation_timestamp": 1764547200, "title": "Trà".encode().decode("latin-1")}
        ]
    },
    {
        "media": [
            {"uri": "media/posts/2.jpg", "creation_timestamp": 1764547200, "title": ""},
            {"uri": "media/posts/3.jpg", "creation_timestamp": 1764547200, "title": "of the picture"},
        ],
        "title": "Hũ mật 🍯".encode().decode("latin-1"),
        "creation_timestamp": 1764633600,
    },
]
GRAPH = {
    "data": [
        {
            "id": "178",
            "caption": TEA,
            "media_type": "IMAGE",
            "timestamp": "2026-12-01T10:00:00+0000",
            "username": "mai",
            "like_count": 12,
            "comments": {"data": [{"id": "c1", "text": "so good"}, {"id": "c2", "text": "where?"}]},
        }
    ],
    "paging": {"cursors": {"after": "x"}},
}
TIKTOK_DOWNLOAD = {
    "Activity": {"Video Browsing History": {"VideoList": [{"Date": "2026-12-01 08:00:00", "Link": "l"}] * 5}},
    "Post": {
        "Posts": {
            "VideoList": [
                {"Date": "2026-12-03 08:00:00", "Link": "t/1", "Likes": "9", "WhoCanView": "Public", "Title": TEA}
            ]
        }
    },
}
TIKTOK_API = {
    "data": {
        "videos": [
            {
                "id": 7,
                "video_description": TEA,
                "create_time": 1764547200,
                "like_count": 3,
                "view_count": 90,
                "username": "an",
            }
        ],
        "has_more": False,
    },
    "error": {"code": "ok"},
}
YOUTUBE_API = {
    "kind": "youtube#videoListResponse",
    "items": [
        {
            "id": "yt1",
            "snippet": {
                "title": "Tea time",
                "description": TEA,
                "channelTitle": "Mai",
                "publishedAt": "2026-12-01T00:00:00Z",
                "tags": ["a", "b"],
            },
            "statistics": {"viewCount": "1200", "likeCount": "5"},
        }
    ],
}


def far_cell(reference: str) -> bytes:
    sheet = excel(("Nov", [["caption"], ["one"]]))
    with zipfile.ZipFile(io.BytesIO(sheet)) as made:
        xml = made.read("xl/worksheets/sheet1.xml").decode()
    cell = f'<row r="{reference[1]}"><c r="{reference[0]}{reference[1]}"><v>1</v></c></row></sheetData>'
    return with_member(sheet, "xl/worksheets/sheet1.xml", xml.replace("</sheetData>", cell).encode())


ODS = open_document(("Nov", [["caption"], ["one"], ["two"]]))


def content_cut(book: bytes) -> bytes:
    """The content of an .ods with a row that never ends."""
    with zipfile.ZipFile(io.BytesIO(book)) as made:
        before, _, after = made.read("content.xml").rpartition(b"</table:table-row>")
    return before + after


def deep(levels: int) -> str:
    return '{"a":' * levels + "1" + "}" * levels


TEXT_TABLES = [
    Case("plain", "a.csv", rows("id,caption", f"a,{LONG_A}"), (LONG_A,), {"post_id": "a"}),
    Case("semicolons", "a.csv", rows("id;caption", "a;one, two"), ("one, two",), layout=("delimiter ';'",)),
    Case("tabs in .csv", "a.csv", rows("id\tcaption", "a\tone, two"), ("one, two",), layout=("delimiter tab",)),
    Case("bars", "a.csv", rows("id|caption", "a|one; two"), ("one; two",)),
    Case("carets", "a.csv", rows("id^caption", "a^one, two"), ("one, two",)),
    Case("more commas than semicolons", "a.csv", rows("id;caption, of the post;caption", "1;x,y,z;ok"), ("ok",)),
    Case("delimiter stated", "a.csv", rows("sep=~", "id~caption", "a~one,two;x"), ("one,two;x",)),
    Case("CRLF", "a.csv", rows("id,caption", 'a,"one', 'two"', end="\r\n"), ("one\r\ntwo",)),
    Case("old Mac line ends", "a.csv", "id,caption\ra,one\rb,two\r", ("one", "two")),
    Case("no end of line at the end", "a.csv", "id,caption\na,one", ("one",)),
    Case("quotes in quotes", "a.csv", 'caption\n"she said ""so good"""\n', ('she said "so good"',)),
    Case("quote inside a word", "a.csv", 'id,caption\na,5" jar\n', ('5" jar',)),
    Case(
        "quote that never closes",
        "a.csv",
        'caption\n"' + "x" * 1_000_100,
        fault="a.csv:2: is not a CSV table from here",
    ),
    Case("empty lines between", "a.csv", "id,caption\n\na,one\n\n\nb,two\n", ("one", "two")),
    Case(
        "row too long", "a.csv", rows("id,caption", "a,one,two", "b,three"), ("three",), skipped=("a.csv:2...3 cells",)
    ),
    Case("row too short", "a.csv", rows("id,caption", "a", "b,three"), ("three",), skipped=("a.csv:2...1 cells",)),
    Case("row with empty cells too many", "a.csv", rows("id,caption", "a,one,,"), ("one",)),
    Case("empty file", "a.csv", "", fault="a.csv:1: has no caption column; found no columns"),
    Case("only a header", "a.csv", "id,caption\n", ()),
    Case("header twice", "a.csv", rows("caption,caption", "one,two"), ("one",), notes=("several columns 'caption'",)),
    Case("empty caption", "a.csv", rows("id,caption", "a,"), ("",)),
    Case("zero bytes", "a.csv", "id,caption\na,o\x00ne\n", ("o\x00ne",)),
    Case("line separator inside", "a.csv", "id,caption\na,one\u2028two\n", ("one\u2028two",)),
    Case(
        "a cell of a million", "a.csv", "id,caption\na," + "x" * 1_000_001 + "\n", fault="a.csv:2: is not a CSV table"
    ),
    Case("formula", "a.csv", rows("caption", "=1+1", "@mai hi"), ("=1+1", "@mai hi")),
]
ENCODINGS = [
    Case("UTF-8 with mark", "a.csv", rows("caption", TEA).encode("utf-8-sig"), (TEA,)),
    Case("UTF-16 with mark", "a.csv", rows("caption", TEA).encode("utf-16"), (TEA,)),
    Case("UTF-16 big", "a.csv", b"\xfe\xff" + rows("caption", TEA).encode("utf-16-be"), (TEA,)),
    Case(
        "UTF-16 without mark", "a.csv", rows("id,caption", "a,one").encode("utf-16-le"), ("one",), layout=("utf-16-le",)
    ),
    Case("UTF-32", "a.csv", rows("caption", TEA).encode("utf-32"), (TEA,)),
    Case(
        "cp1258",
        "a.csv",
        cp1258(rows("Người đăng,Nội dung", f"mai,{TEA}")),
        (cp1258(TEA).decode("cp1258"),),
        {"creator": "mai"},
        notes=(
            "a.csv: isn't UTF-8 and was read as cp1258; where its letters look wrong, name its encoding with --enc",
        ),
        layout=("cp1258",),
    ),
    Case(
        "cp1252",
        "a.csv",
        rows("caption", "Très bon café crème à l’été").encode("cp1252"),
        ("Très bon café crème à l’été",),
        notes=(
            "a.csv: isn't UTF-8 and was read as cp1252; where its letters look wrong, name its encoding with --enc",
        ),
        layout=("cp1252",),
    ),
    Case(
        "one broken row",
        "a.csv",
        rows("id,caption", f"a,{TEA}").encode() + b"b,caf\xe9\n",
        (TEA,),
        skipped=(
            "a.csv:3...'caption' is not utf-8 text: found the byte 0xE9; name the file's encoding with --encoding",
        ),
    ),
    Case(
        "cp1258 as told",
        "a.csv",
        cp1258(rows("id,caption", "a,cà")),
        (cp1258("cà").decode("cp1258"),),
        choices=Choices(encoding="windows-1258"),
        layout=("cp1258",),
    ),
    Case(
        "UTF-8 told, which it isn't",
        "a.csv",
        cp1258(rows("id,caption", "a,cà", "b,two")),
        ("two",),
        skipped=("a.csv:2...is not utf-8 text: found the byte 0xE0",),
        choices=Choices(encoding="utf8"),
    ),
    Case(
        "a mark goes before what is told",
        "a.csv",
        rows("caption", TEA).encode("utf-8-sig"),
        (TEA,),
        choices=Choices(encoding="cp1258"),
    ),
    Case(
        "TCVN3 in a file of bytes",
        "a.csv",
        tcvn3(rows("Mã bài,Nội dung", f"a,{TEA}", "b,no accents here")).encode("latin-1"),
        ("no accents here",),
        {"post_id": "b"},
        skipped=("a.csv:2...has the letters of TCVN3 fonts: found 'Trµ ñ l¹nh kh«ng ®",),
        notes=("isn't UTF-8 and was read as cp1252",),
        choices=Choices(columns={"post_id": "M· bµi", "caption": "Néi dung"}),
    ),
    Case(
        "VNI in a file of bytes",
        "a.csv",
        vni(rows("id,caption", f"a,{TEA}")).encode("latin-1"),
        skipped=(
            "a.csv:2...has the letters of VNI fonts: found 'Traø uû laïnh khoâng ñöôøng uoáng laø me', expected Unicode; convert it to Unicode",
        ),
        notes=("isn't UTF-8 and was read as cp1252",),
    ),
    Case(
        "TCVN3 in one row of Unicode",
        "a.csv",
        rows("caption", TEA, tcvn3(JAR)),
        (TEA,),
        skipped=("a.csv:3...TCVN3 fonts",),
    ),
    Case("UTF-16 cut short", "a.csv", rows("caption", "one").encode("utf-16")[:-1], fault="a.csv: is not utf-16 text"),
]
HEADERS = [
    Case("title above", "a.csv", rows("Campaign report,", "id,caption", "a,one"), ("one",), notes=("taken for a title: 'Campaign report'",)),
    Case("five rows above", "a.csv", rows("x,", "y,", ",", "z,", ",", "id,caption", "a,one"), ("one",), notes=("'x'", "'y'", "'z'")),
    Case("Vietnamese without accents", "a.csv", rows("NGUOI_DANG,Noi dung", f"mai,{TEA}"), (TEA,), {"creator": "mai"}),
    Case("dashes and colons", "a.csv", rows("post-id,Caption:", "a,one"), ("one",), {"post_id": "a"}),
    Case("more words", "a.csv", rows("STT,Caption (bản cuối)", f"1,{TEA}", f"2,{JAR}"), (TEA, JAR), layout=("caption by content",)),
    Case("by content alone", "a.csv", rows("STT,Bai,Khi nao", f"1,{TEA},2026-12-01", f"2,{JAR},2026-12-02"), (TEA, JAR), {"posted_at": date(2026, 12, 1)}, layout=("caption by content", "posted_at by content")),
    Case("no header", "a.csv", rows(f"@mai,{LONG_A}", f"@an,{LONG_B}", f"@lan,{LONG_C}"), (LONG_A, LONG_B, LONG_C), {"creator": "@mai"}, layout=("'column 2'",)),
    Case("no header, column named", "a.csv", rows("1,one,x", "2,two,y"), ("one", "two"), choices=Choices(columns={"caption": "column 2"})),
    Case("nothing reads like captions", "a.csv", rows("a,b", "1,2"), fault="a.csv:1: has no caption column; found 'a', 'b'; expected one; name it with --map"),
    Case("named column", "a.csv", rows("text,note", "a,b"), ("b",), choices=Choices(columns={"caption": "Note"})),
    Case("named column below a title", "a.csv", rows("Report,", "text,note", "a,b"), ("b",), choices=Choices(columns={"caption": "note"}), notes=("Report",)),
    Case("named column not there", "a.csv", rows("text,note", "a,b"), fault="a.csv:1: expected the column 'x' that --map names, found 'text', 'note'", choices=Choices(columns={"caption": "x"})),
    Case("length of captions is no caption", "a.csv", rows("caption length,text", "12,one"), ("one",)),
    Case("ticks are no platform", "a.csv", rows("ok,caption", f"x,{LONG_A}", f"x,{LONG_B}"), (LONG_A, LONG_B), {"platform": ""}),
]  # fmt: skip
VALUES = [
    Case("counts as people write them", "a.csv", 'caption,likes,views,followers,comments\none,"12,5k",1.234,1 triệu,"1,234"\n', ("one",), {"likes": 12_500, "views": 1234, "followers": 1_000_000, "comments": 1234}),
    Case("count that is none", "a.csv", rows("caption,likes", "one,many", "two,lots", "three,3"), ("one", "two", "three"), {"likes": None}, notes=("a.csv:2: likes (column 'likes'): found 'many', expected a number such as 1234, 1.234, 12,5k or 1 triệu; left out; 2 rows are so: 2, 3",)),
    Case("blank counts", "a.csv", rows("caption,likes", "one,-", "two,N/A", "three,"), ("one", "two", "three"), {"likes": None}),
    Case("day first by another row", "a.csv", rows("caption,date", "one,03/12/2026", "two,25/12/2026"), ("one", "two"), {"posted_at": date(2026, 12, 3)}),
    Case("month first by another row", "a.csv", rows("caption,date", "one,03/12/2026", "two,12/25/2026"), ("one", "two"), {"posted_at": date(2026, 3, 12)}),
    Case("date that could be two", "a.csv", rows("caption,date", "one,03/12/2026"), ("one",), {"posted_at": None}, notes=("a.csv:2: posted_at (column 'date'): found '03/12/2026', expected a date that can be one day only; left out; say --dates day-first or --dates month-first",)),
    Case("dates in both orders", "a.csv", rows("caption,date", "one,03/12/2026", "two,12/25/2026", "three,25/12/2026"), ("one", "two", "three"), {"posted_at": None}, notes=("found '03/12/2026', expected a date that can be one day only",)),
    Case("date that could be two, told", "a.csv", rows("caption,date", "one,03/12/2026"), ("one",), {"posted_at": date(2026, 3, 12)}, choices=Choices(dates=DayOrder.MONTH_FIRST)),
    Case("dates told against the others", "a.csv", rows("caption,date", "one,03/12/2026", "two,25/12/2026"), ("one", "two"), {"posted_at": date(2026, 3, 12)}, notes=("has dates that can be day-first only, and month-first was told",), choices=Choices(dates=DayOrder.MONTH_FIRST)),
    Case("ids missing in two rows", "a.csv", rows("id,caption", "a,one", ",two", ",three"), ("one", "two", "three"), notes=("a.csv:3: post_id (column 'id'): found '', expected an id; one was made from creator, date and caption; 2 rows are so: 3, 4",)),
    Case("date that is none", "a.csv", rows("caption,date", "one,soon"), ("one",), {"posted_at": None}, notes=("found 'soon', expected a date such as 2026-12-03",)),
    Case("date in words", "a.csv", 'caption,Ngày đăng\none,"3 tháng 12, 2026"\n', ("one",), {"posted_at": date(2026, 12, 3)}),
    Case("same id twice", "a.csv", rows("id,caption", "a,one", "a,two", "a#2,three", "a,four"), ("one", "two", "three", "four"), notes=("a.csv:2: the id 'a' stands again at a.csv:3, a.csv:5; all are kept", "a.csv:3: the id 'a#2' stands again at a.csv:4")),
    Case("same post twice", "a.csv", rows("caption", "one", "one"), ("one", "one"), notes=("stands again at a.csv:3",)),
]  # fmt: skip
WORKBOOKS = [
    Case("Excel", "a.xlsx", excel(("Nov", [["id", "caption", "likes", "date"], ["a", "one\ntwo", 12500, datetime(2026, 12, 3)]])), ("one\ntwo",), {"likes": 12500, "posted_at": date(2026, 12, 3)}, layout=("Excel",)),  # noqa: DTZ001
    Case("Excel, header below", "a.xlsx", excel(("Nov", [["Report"], [], ["id", "caption"], [1, "one"]])), ("one",), {"post_id": "1"}, notes=("sheet 'Nov', row 1: stands above the header",)),
    Case("Excel, merged creator", "a.xlsx", excel(("Nov", [["creator", "caption"], ["mai", "one"], [None, "two"], [None, None]]), merged=["A2:A4"]), ("one", "two"), {"creator": "mai"}),
    Case("Excel, hidden sheet", "a.xlsx", excel(("Nov", [["caption"], ["one"]]), ("Old", [["caption"], ["two"]]), hidden=["Old"]), ("one",)),
    Case("Excel, hidden sheet named", "a.xlsx", excel(("Nov", [["caption"], ["one"]]), ("Old", [["caption"], ["two"]]), hidden=["Old"]), ("two",), choices=Choices(sheet="Old")),
    Case("Excel, two sheets", "a.xlsx", excel(("Nov", [["caption"], ["one"]]), ("Dec", [["caption"], ["two"]]), ("Notes", [["read me"]])), ("one", "two"), notes=("sheet 'Notes', row 1: has no caption column",)),
    Case("Excel, no such sheet", "a.xlsx", excel(("Nov", [["caption"]])), fault="a.xlsx: expected a sheet 'Dec', found 'Nov'", choices=Choices(sheet="Dec")),
    Case("Excel, no captions anywhere", "a.xlsx", excel(("A", [["x"]]), ("B", [["y"]])), fault="a.xlsx, sheet 'B', row 1: has no caption column"),
    Case("Excel, cell to the side", "a.xlsx", excel(("Nov", [["caption"], ["one", None, "remark"]])), ("one",)),
    Case("Excel, last cell of the grid", "a.xlsx", far_cell(("XFD", "1048576")), fault="sheet 'Nov': row 1048576 has 16,384 columns"),
    Case("Excel, beyond the grid", "a.xlsx", far_cell(("A", "99999999999")), fault="sheet 'Nov': row 1048577 is one too many; expected at most 1,048,576"),
    Case("Excel named .csv", "a.csv", excel(("Nov", [["caption"], ["one"]])), ("one",)),
    Case("Excel, broken", "a.xlsx", b"PK\x03\x04 no zip", fault="a.xlsx: is damaged or not what its name says"),
    Case("Excel, broken sheet", "a.xlsx", with_member(excel(("Nov", [["caption"]])), "xl/worksheets/sheet1.xml", b"<worksheet"), fault="a.xlsx: expected a workbook, found damage"),
    Case("Excel, entities", "a.xlsx", with_member(excel(("Nov", [["caption"]])), "xl/worksheets/sheet1.xml", b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'), fault="a.xlsx: expected a workbook, found damage"),
    Case("old Excel", "a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", fault="a.xls: is an old or a password-protected Office file; expected .xlsx"),
    Case("web page named .csv", "a.csv", "<html><table><tr><td>caption</td></tr></table></html>", fault="a.csv: is a web page or XML"),
    Case("OpenDocument", "a.ods", open_document(("Nov", [["id", "caption", "likes"], ["a", "one\ntwo", 12]])), ("one\ntwo",), {"likes": 12}, layout=("OpenDocument",)),
    Case("OpenDocument, merged", "a.ods", open_document(("Nov", [["creator", "caption"], [("mai", 2), "one"], [None, "two"]])), ("one", "two"), {"creator": "mai"}),
    Case("OpenDocument, repeated rows", "a.ods", open_document(("Nov", [["id", "caption"]]), repeat={"rows": 3}), ("caption", "caption"), notes=("the id 'id' stands again",)),
    Case("OpenDocument, a billion rows", "a.ods", open_document(("Nov", [["caption"]]), repeat={"rows": 10**9}), fault="sheet 'Nov': row 1000000000 is one too many; expected at most 1,048,576"),
    Case("OpenDocument, broken in the midst", "a.ods", with_member(ODS, "content.xml", content_cut(ODS)), fault="a.ods: expected a workbook, found damage or another kind: mismatched tag"),
    Case("OpenDocument, broken", "a.ods", archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), fault="a.ods: expected a workbook, found damage"),
]  # fmt: skip
RECORDS = [
    Case("JSON list", "a.json", json.dumps([{"id": 1, "caption": "one"}, {"id": 2, "caption": "two"}]), ("one", "two"), {"post_id": "1"}),
    Case("JSON with mark", "a.json", json.dumps([{"caption": TEA}], ensure_ascii=False).encode("utf-8-sig"), (TEA,)),
    Case("JSON in UTF-16", "a.json", json.dumps([{"caption": TEA}], ensure_ascii=False).encode("utf-16"), (TEA,)),
    Case("JSON, one object", "a.json", json.dumps({"caption": "one", "stats": {"likes": 3}}), ("one",), {"likes": 3}),
    Case("JSON, a record that is none", "a.json", '[{"caption": "one"}, 5, {"caption": "two"}]', ("one", "two"), skipped=("a.json, record 2...expected an object",)),
    Case("JSON, broken", "a.json", '[{"caption": "one"},\n {"caption": }]', fault="a.json:2: is not JSON in column 14"),
    Case("JSON, cut short", "a.json", '[{"caption": "one"}', fault="a.json:1: is not JSON in column 20"),
    Case("JSON, no objects", "a.json", "[1, 2]", fault="a.json: found no objects; expected"),
    Case("JSON, nested too deeply", "a.json", deep(5000), fault="a.json: is nested too deeply; expected at most 60 levels"),
    Case("JSON, empty", "a.json", "", fault="a.json"),
    Case("JSON, two lists", "a.json", json.dumps({"old": [{"caption": "x"}], "new": [{"caption": "one"}, {"caption": "two"}]}), ("one", "two"), notes=("another list with captions, 'old.item'; left out",)),
    Case("JSON, posts of creators", "a.json", json.dumps({"creators": [{"name": "a", "posts": [{"caption": "one"}, {"caption": "two"}]}, {"name": "b", "posts": [{"caption": "three"}]}]}), ("one", "two", "three"), notes=("what those others hold beside them is left out",)),
    Case("JSON, one post with comments", "a.json", json.dumps({"id": 1, "caption": "one", "username": "mai", "comments": [{"text": "nice", "username": "x"}] * 9}), ("one",), {"creator": "mai"}),
    Case("JSON, an answer with a message", "a.json", json.dumps({"message": "ok", "data": [{"caption": "one"}]}), ("one",)),
    Case("JSON, an author", "a.json", json.dumps([{"id": 1, "text": "one", "author": {"id": 7, "username": "mai", "name": "Mai Trần", "followers_count": 1200, "description": "about me", "created_at": "2011-01-01"}, "created_at": "2026-12-01"}]), ("one",), {"post_id": "1", "creator": "mai", "followers": 1200, "posted_at": date(2026, 12, 1)}),
    Case("JSON, a user's handle", "a.json", json.dumps([{"caption": "one", "user": {"id": 7, "handle": "@mai"}}, {"caption": "two", "user": {"id": 7, "handle": "@mai"}}]), ("one", "two"), {"creator": "@mai"}),
    Case("JSON, a channel's name", "a.json", json.dumps([{"text": "one", "channel": {"title": "Mai", "subscriber_count": 9}, "url": "u"}]), ("one",), {"creator": "Mai", "followers": 9, "platform": ""}),
    Case("JSON, half a pair", "a.json", '[{"caption": "\\ud83c one"}, {"caption": "two"}]', ("? one", "two")),
    Case("JSON Lines", "a.jsonl", '{"caption": "one"}\n\n{"caption": "two", "likes": 3}\n', ("one", "two")),
    Case("JSON Lines named .json", "a.json", '{"caption": "one"}\n{"caption": "two"}\n', ("one", "two"), layout=("JSON Lines",)),
    Case("JSON Lines, broken line", "a.jsonl", '{"caption": "one"}\n{"caption": \n', fault="a.jsonl:2: the line is not JSON"),
    Case("JSON Lines, a line that is none", "a.jsonl", '{"caption": "one"}\n[1]\n', ("one",), skipped=("a.jsonl:2...expected an object {...} for each post, found [1]",)),
    Case("Parquet", "a.parquet", parquet({"caption": ["one", None], "likes": [3, None], "date": [date(2026, 12, 3), None]}), ("one", ""), {"likes": 3, "posted_at": date(2026, 12, 3)}),
    Case("Parquet, nested", "a.parquet", parquet({"snippet": [{"caption": "one"}], "statistics": [{"like_count": 5}]}), ("one",), {"likes": 5}),
    Case("Parquet, broken", "a.parquet", parquet({"caption": ["one"]})[:-9], fault="a.parquet: expected a Parquet file, found damage"),
]  # fmt: skip
EXPORTS = [
    Case("Instagram download", "posts_1.json", json.dumps(INSTAGRAM), ("Trà", "Hũ mật 🍯"), {"platform": "instagram", "posted_at": date(2025, 12, 1)}, layout=("Instagram data download",)),
    Case("Instagram API", "a.json", json.dumps(GRAPH), (TEA,), {"creator": "mai", "likes": 12, "posted_at": date(2026, 12, 1)}, layout=("Instagram Graph API",)),
    Case("Instagram app", "a.json", json.dumps({"items": [{"taken_at": 1764547200, "pk": 1, "code": "x", "like_count": 3, "comment_count": 2, "caption": {"pk": 5, "text": TEA, "user_id": 9, "created_at": 1}, "user": {"username": "mai", "full_name": "Mai", "follower_count": 80}}], "status": "ok"}), (TEA,), {"creator": "mai", "post_id": "x", "followers": 80, "posted_at": date(2025, 12, 1)}),
    Case("Meta, Instagram", "a.csv", rows("Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,Views,Likes,Shares,Comments", f"1,2,mai,Mai,\"{TEA}\",0,03/07/2026 06:08,p,IG reel,10,3,2,1"), (TEA,), {"posted_at": date(2026, 3, 7), "creator": "mai", "views": 10}, layout=("Meta Business Suite",)),
    Case("Meta, Facebook", "a.csv", rows("Post ID,Page ID,Page name,Title,Description,Publish time,Permalink,Reactions,Comments,Shares", "1,2,Mai,The title,,12/25/2026 06:08,p,3,2,1"), ("The title",), {"platform": "facebook", "likes": 3}),
    Case("TikTok download", "user_data.json", json.dumps(TIKTOK_DOWNLOAD), (TEA,), {"platform": "tiktok", "likes": 9, "post_id": "t/1"}, layout=("TikTok data download",)),
    Case("TikTok API", "a.json", json.dumps(TIKTOK_API), (TEA,), {"platform": "tiktok", "creator": "an", "views": 90, "posted_at": date(2025, 12, 1)}),
    Case("TikTok, web", "a.json", json.dumps({"itemList": [{"id": "7", "desc": TEA, "createTime": 1764547200, "author": {"id": "1", "uniqueId": "an", "nickname": "An"}, "authorStats": {"followerCount": 12, "heartCount": 5}, "stats": {"diggCount": 3, "playCount": 90, "shareCount": 1, "commentCount": 2}}]}), (TEA,), {"post_id": "7", "creator": "an", "platform": "tiktok", "followers": 12, "likes": 3, "views": 90}, layout=("TikTok web interface",)),
    Case("YouTube download", "videos.csv", rows("Video ID,Approx Duration (ms),Video Description (Original),Channel ID,Video Title (Original),Privacy,Video Publish Timestamp", f"v,1,,c,\"{TEA}\",Public,2026-12-01T00:00:00+00:00"), (TEA,), {"platform": "youtube", "posted_at": date(2026, 12, 1)}),
    Case("YouTube API", "a.json", json.dumps(YOUTUBE_API), (TEA,), {"platform": "youtube", "views": 1200, "creator": "Mai"}),
    Case("YouTube Studio", "Table data.csv", rows("Content,Video title,Video publish time,Duration,Views,Likes", "Total,,,,10,3", f"v1,\"{TEA}\",\"Sep 20, 2026\",45,10,3"), ("", TEA), {"platform": "youtube"}),
    Case("CrowdTangle", "a.csv", rows("Page Name,User Name,Facebook Id,Likes at Posting,Followers at Posting,Post Created,Type,Likes,Comments,Shares,URL,Message", f"Mai,mai,1,5,1000,2026-12-01 10:00:00,Photo,3,2,1,u,\"{TEA}\""), (TEA,), {"followers": 1000, "creator": "mai"}),
    Case("Sprout Social", "a.csv", rows("Date,Post ID,Network,Post Type,Content Type,Profile,Sent by,Link,Post,Impressions,Reactions,Comments,Shares", f"03/07/2026 10:05 am,1,Instagram,Post,Reel,Mai,x,l,\"{TEA}\",1,3,2,1"), (TEA,), {"platform": "instagram", "posted_at": date(2026, 3, 7)}),
    Case("Meltwater", "a.csv", "\t".join(["Date", "Time", "Document ID", "URL", "Source Type", "Source Name", "Author Name", "Author Handle", "Title", "Opening Text", "Hit Sentence", "Likes", "Comments"]) + "\n" + "\t".join(["2026-12-01", "10:00", "d", "u", "Social", "Instagram", "Mai", "@mai", "", "", TEA, "3", "2"]) + "\n", (TEA,), {"creator": "@mai", "platform": "instagram", "likes": 3, "post_id": "u"}, layout=("Meltwater mentions",)),
    Case("Meltwater before", "a.csv", ("\t".join(["Date", "Headline", "URL", "Opening Text", "Hit Sentence", "Source", "Influencer", "Twitter Followers"]) + "\n" + "\t".join(["01-Dec-2026 10:00AM", "", "u", "", TEA, "Twitter", "Mai", "80"]) + "\n").encode("utf-16"), (TEA,), {"creator": "Mai", "platform": "twitter", "followers": 80, "posted_at": date(2026, 12, 1)}),
    Case("PhantomBuster", "a.csv", rows("postUrl,description,commentCount,likeCount,pubDate,type,caption,profileUrl,username", f"u,\"{TEA}\",2,3,2026-12-01T10:00:00.000Z,Photo,alt text,p,mai"), (TEA,), {"creator": "mai", "likes": 3}),
    Case("Apify, Instagram", "a.json", json.dumps([{"shortCode": "x", "caption": TEA, "ownerUsername": "mai", "likesCount": 3, "timestamp": "2026-12-01T10:00:00.000Z"}]), (TEA,), {"creator": "mai", "likes": 3, "post_id": "x"}),
    Case("Apify, TikTok", "a.csv", rows("id,text,createTimeISO,authorMeta.name,authorMeta.fans,diggCount", f"1,\"{TEA}\",2026-12-01T10:00:00.000Z,an,12,3"), (TEA,), {"creator": "an", "followers": 12, "likes": 3}),
]  # fmt: skip
DRAFTS = [
    Case("text in cp1258", "mai_tiktok.txt", cp1258(TEA), (cp1258(TEA).decode("cp1258"),), {"creator": "mai", "platform": "tiktok"}, notes=("mai_tiktok.txt: isn't UTF-8 and was read as cp1258",)),
    Case("text in UTF-16", "mai.txt", TEA.encode("utf-16"), (TEA,)),
    Case("front matter, date told", "mai.md", "---\nposted_at: 3/12/2026\n---\none", ("one",), {"posted_at": date(2026, 12, 3)}, choices=Choices(dates=DayOrder.DAY_FIRST)),
    Case("text in cp1258, told", "mai.txt", cp1258("cà"), (cp1258("cà").decode("cp1258"),), choices=Choices(encoding="cp1258")),
    Case("text in TCVN3", "mai.txt", tcvn3(TEA), skipped=("mai.txt:1...TCVN3",)),
    Case("Word, in VNI", "mai.docx", word(vni(TEA)), skipped=("mai.docx, paragraph 1...VNI",)),
    Case("front matter that says little", "mai.md", "---\nlikes: many\nposted_at: soon\nviews: 12,5k\nmood: good\n---\none", ("one",), {"views": 12_500, "likes": None}, notes=("mai.md:1: likes (front matter): found 'many', expected a number", "posted_at (front matter): found 'soon', expected a date", "mood (front matter): found 'good', expected one of post_id")),
    Case("text too long", "mai.txt", "x" * 1_000_001, skipped=("mai.txt:1...more than 1,000,000 bytes",)),
    Case("text that is none", "mai.txt", b"\xff\xfe\x00", skipped=("mai.txt:1...is not utf-16 text",)),
    Case("Word", "mai_tiktok_2026-12-03.docx", word("one", "", "two"), ("one\n\ntwo",), {"creator": "mai", "platform": "tiktok", "posted_at": date(2026, 12, 3)}),
    Case("Word, in a table", "mai.docx", word("Draft:", table=[["Caption", "one"]]), ("Draft:\nCaption\none",)),
    Case("Word, broken", "mai.docx", archive({"word/document.xml": b"<w"}), fault="mai.docx: expected a Word document, found damage"),
    Case("picture", "a.png", b"\x89PNG", fault="a.png: is not a kind of file that is read here; expected .csv"),
    Case("zip", "a.zip", archive({"b/an.txt": b"two", "a.csv": b"caption\none\n", "pic.png": b"", "__MACOSX/x.txt": b"x", ".h.txt": b"x"}), ("one", "two"), notes=("left out: 1 .png",)),
    Case("zip in a zip", "a.zip", archive({"b.zip": archive({}), "a.txt": b"one"}), ("one",), notes=("an archive in an archive",)),
    Case("zip with a nameless file", "a.zip", archive({"xb.txt": b"one", "c.txt": b"two"}).replace(b"xb.txt", b"\0b.txt"), ("two",), notes=("a.zip: holds a file without a name",)),
    Case("zip with a way out", "a.zip", archive({"../../a.txt": b"one"}), ("one",)),
    Case("zip that fills the disk", "a.zip", archive({"a.csv": b"caption\n" + b"a\n" * 8_000_000}), fault="expected at most 200 times as many; not read"),
    Case("zip of ten thousand", "a.zip", archive({f"{n}.txt": b"" for n in range(10_001)}, zipfile.ZIP_STORED), fault="a.zip: holds 10,001 files; expected at most 10,000"),
    Case("zip with a broken table", "a.zip", archive({"a.csv": b"x\n1\n", "b.csv": b"caption\none\n"}), fault="a.zip/a.csv:1: has no caption column"),
]  # fmt: skip
CASES = [*TEXT_TABLES, *ENCODINGS, *HEADERS, *VALUES, *WORKBOOKS, *RECORDS, *EXPORTS, *DRAFTS]


def test_the_table_is_long() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=str)
def test_awkward_file(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(case.file).write_bytes(case.content.encode() if isinstance(case.content, str) else case.content)
    if case.fault:
        with pytest.raises(InputError) as raised:
            read_captions([case.file], case.choices)
        assert case.fault in str(raised.value)
        return
    read = read_captions([case.file], case.choices)
    assert tuple(post.caption for post in read.posts) == case.captions
    assert {name: getattr(read.posts[0], name) for name in case.first} == case.first
    assert len(read.skipped) == len(case.skipped)
    for one, wanted in zip(read.skipped, case.skipped, strict=True):
        place, _, reason = wanted.partition("...")
        assert str(one.place) == place
        assert reason in one.reason
    assert len(read.notes) == len(case.notes), read.notes
    for note, wanted in zip(map(str, read.notes), case.notes, strict=True):
        assert wanted in note
    shown = "".join(
        f"{one.described} {one.export} {one.columns} {' '.join(f'{f} by content' for f in one.by_content)}"
        for one in read.layouts
    )
    for wanted in case.layout:
        assert wanted in shown
