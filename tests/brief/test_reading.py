from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.brief import read_brief
from consistency.brief.reading import MAX_BYTES
from consistency.errors import InputError
from tests.support import SHARED

FULL = """\
campaign: sip-the-river
brand: Tarnwell
product: Tarnwell water
about: >-
  Spring water in cans.
languages: [vi, en]
market: VN
platforms: [instagram]
messages:
  - id: spring
    text: "Filled at one spring: the Tarn."
    required: true
    weight: 2
    says: [straight from the Tarn]
    contradicts: [it is tap water]
  - {id: can, text: The can is recycled.}
require: {at_least: 2, hashtags: ["#Tarn", River], mentions: [tarnwell], codes: [SIP10], links: [tarn.example]}
window: {from: 2026-12-01, to: 2026-12-31}
forbid: {claims: [{id: cure, text: It cures colds.}], terms: [miracle], competitors: [Other Water]}
disclosure: {market: UK}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "brief.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(path: Path) -> list[tuple[int | None, str, str]]:
    with pytest.raises(InputError) as raised:
        read_brief(path)
    return [(fault.line, fault.field, fault.problem) for fault in raised.value.faults]


def test_reads_every_field(tmp_path: Path) -> None:
    brief = read_brief(write(tmp_path, FULL))

    assert brief.messages[0].says == ("straight from the Tarn",)
    assert brief.messages[0].weight == 2
    assert not brief.messages[1].required
    assert brief.require.hashtags == ("#Tarn", "#River")
    assert brief.require.mentions == ("@tarnwell",)
    assert brief.window is not None
    assert brief.window.last.isoformat() == "2026-12-31"
    assert brief.forbid.claims[0].id == "cure"
    assert brief.disclosure.market == "UK"


def test_reads_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "brief.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + FULL.encode())
    assert read_brief(path).campaign == "sip-the-river"


def test_names_all_faults_at_once_with_their_lines(tmp_path: Path) -> None:
    text = """\
campaign: 12
market: vn
messages:
  - id: a b
    text: ""
    colour: red
  - {id: x, text: ok}
  - {id: x, text: ok, weight: -1, says: hello}
require: {at_least: 9}
window: {from: 2026-12-05, to: 2026-12-01}
forbid:
"""
    found = faults(write(tmp_path, text))

    assert [(line, field) for line, field, _ in found] == [
        (1, "campaign"),
        (2, "market"),
        (4, "messages[1].id"),
        (5, "messages[1].text"),
        (6, "messages[1].colour"),
        (8, "messages[3].weight"),
        (8, "messages[3].says"),
        (8, "messages[3].id"),
        (9, "require.at_least"),
        (10, "window"),
        (11, "forbid"),
    ]
    problems = {field: problem for _, field, problem in found}
    assert problems["campaign"] == "expected text, found 12; put it in quotes"
    assert "without spaces" in problems["messages[1].id"]
    assert "is not a field of a brief" in problems["messages[1].colour"]
    assert "write [hello]" in problems["messages[3].says"]
    assert "unique" in problems["messages[3].id"]
    assert "only 3" in problems["require.at_least"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("campaign: a\nmessages: [", 2, "not valid YAML"),
        ("campaign: a\nabout: one: two\n", 2, "in quotes"),
        ("campaign: a\ncampaign: b\n", 2, "duplicate"),
        ("campaign: a\nmessages:\n  - id: b\n? - id: c\n  - d\n: e\n", 4, "a key is a list or a mapping"),
        ("a: &x [1]\nb: *x\n", 2, "aliases"),
        ("- a\n- b\n", 1, "expected 'campaign:'"),
        ("", 1, "found nothing"),
    ],
)
def test_names_the_line_of_a_syntax_fault(tmp_path: Path, text: str, line: int, words: str) -> None:
    [(found_line, _, problem)] = faults(write(tmp_path, text))
    assert found_line == line
    assert words in problem


def test_bounds_what_it_reads(tmp_path: Path) -> None:
    [(_, _, problem)] = faults(write(tmp_path, "#" * (MAX_BYTES + 1)))
    assert "at most" in problem


def test_names_a_file_that_is_not_there_or_not_utf8(tmp_path: Path) -> None:
    [(_, _, problem)] = faults(tmp_path / "none.yaml")
    assert "can't be opened" in problem
    path = tmp_path / "latin.yaml"
    path.write_bytes("campaign: a\nbrand: café\n".encode("latin-1"))
    [(line, _, problem)] = faults(path)
    assert (line, problem) == (2, "is not UTF-8; save the brief as UTF-8")


def test_does_not_build_objects_from_tags(tmp_path: Path) -> None:
    path = write(tmp_path, "campaign: !!python/object/apply:os.system ['echo']\nmessages: [{id: a, text: b}]\n")
    assert faults(path)


@given(st.text(max_size=200))
def test_any_text_is_a_brief_or_faults(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "brief.yaml"
    path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    try:
        read_brief(path)
    except InputError as error:
        assert error.faults


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the labelled campaigns in ../shared")
def test_reads_the_labelled_campaigns() -> None:
    briefs = [read_brief(path) for path in SHARED.glob("data/*/brief.yaml")]
    assert {brief.market for brief in briefs} == {"VN", "UK"}
