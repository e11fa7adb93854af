import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.errors import ConsistencyError
from consistency.records.brief import Brief
from consistency.records.captions import Place, Skipped
from consistency.report import render_json
from consistency.report.parts import part_identity, read_parts, render_part
from tests.support import POST_KEYS, SOCIAL_TEXT, check, make_posts

DEMANDING = Brief.model_validate(
    {
        "campaign": "tea",
        "messages": [{"id": "sugar", "text": "The tea has no sugar.", "required": True}, {"id": "b", "text": "Cold."}],
        "require": {"hashtags": ["#MistTea"], "mentions": ["@mist"], "codes": ["MIST10"], "links": ["mist.example"]},
        "forbid": {"claims": [{"id": "cure", "text": "It cures."}], "terms": ["miracle"], "competitors": ["Other"]},
        "disclosure": {"market": "VN"},
    }
)
GATED = ("fails", "decision", "expired")


def part(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "part.parquet"
    path.write_bytes(content)
    return path


@given(captions=st.lists(SOCIAL_TEXT, min_size=1, max_size=3))
def test_a_part_holds_what_the_json_report_holds(captions: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    report = check(DEMANDING, make_posts("The tea has no sugar. #MisTea miracle Other #ad", *captions))
    path = part(tmp_path_factory.mktemp("parts"), render_part(DEMANDING, [*report.posts, *report.skipped], {}))
    rows = list(read_parts([path], [*POST_KEYS, "findings", "skipped", "place"]))
    told = json.loads(render_json(report))
    judged = [row for row in rows if row["skipped"] is None]
    assert [{name: row[name] for name in POST_KEYS} for row in judged] == told["posts"]
    assert {row["post_id"]: row["place"] for row in judged} == told["places"]
    assert [(row["source"], row["post_id"], row["skipped"]) for row in rows[len(judged) :]] == [
        (one["source"], one["post_id"], one["reason"]) for one in told["skipped"]
    ]
    assert [found for row in rows for found in row["findings"]] == [
        {name: value for name, value in found.items() if name not in GATED} for found in told["findings"]
    ]


def test_every_key_of_a_post_has_a_column(brief: Brief) -> None:
    report = check(brief, make_posts("The tea has no sugar and no sweetener."))
    assert set(json.loads(render_json(report))["posts"][0]) == set(POST_KEYS)


def test_odd_file_names_do_no_harm(brief: Brief, tmp_path: Path) -> None:
    left = Skipped(place=Place(source="caf\udce9.csv", line=2), reason="the row has 3 cells")
    [row] = read_parts([part(tmp_path, render_part(brief, [left], {}))], ["place", "verdict"])
    assert row == {"place": "caf?.csv:2", "verdict": None}


def test_a_part_says_what_it_was_made_from(brief: Brief, tmp_path: Path) -> None:
    report = check(brief, make_posts("tea"))
    content = render_part(brief, report.posts, {"model": "fake 1"})
    assert content == render_part(brief, report.posts, {"model": "fake 1"})
    assert content != render_part(brief, [replace(report.posts[0], drift=0.5)], {"model": "fake 1"})
    assert part_identity(part(tmp_path, content)) == {"model": "fake 1"}


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1 and some more PAR1"])
def test_what_is_no_part_says_nothing(content: bytes, tmp_path: Path) -> None:
    assert part_identity(part(tmp_path, content)) is None


def test_a_damaged_part_is_named(brief: Brief, tmp_path: Path) -> None:
    content = bytearray(render_part(brief, check(brief, make_posts("tea")).posts, {}))
    content[20:24] = b"\xff\xff\xff\xff"
    path = part(tmp_path, bytes(content))
    with pytest.raises(ConsistencyError, match=r"part\.parquet: is damaged"):
        list(read_parts([path], POST_KEYS))
