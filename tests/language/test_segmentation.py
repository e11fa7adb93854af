from itertools import pairwise

import pytest
from hypothesis import example, given

from consistency.language import has_language, normalise, segment
from tests.support import SOCIAL_TEXT


def sentences(caption: str) -> list[str]:
    return [unit.text for unit in segment(caption).sentences]


def clauses(caption: str) -> list[str]:
    return [unit.text for unit in segment(caption).clauses]


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("Một câu. Hai câu!!! Ba câu? Bốn", ["Một câu.", "Hai câu!!!", "Ba câu?", "Bốn"]),
        ("ngon lắm.Mình thích", ["ngon lắm.", "Mình thích"]),
        ('She said "never again." Then she did.', ['She said "never again."', "Then she did."]),
        ("0g đường ✔️ ủ lạnh 12h ✔️ hái tay", ["0g đường", "ủ lạnh 12h", "hái tay"]),
        ("chai 1.5 lít, v.v.", ["chai 1.5 lít, v.v."]),
        ("mê luôn\n#DaNhayCam #CrueltyFree", ["mê luôn", "Da Nhay Cam", "Cruelty Free"]),
        ("I love #CrueltyFree things", ["I love Cruelty Free things"]),
        ("😂\n\n...", []),
    ],
)
def test_sentences(caption: str, expected: list[str]) -> None:
    assert sentences(caption) == expected


def test_unread_tags_belong_to_no_segment() -> None:
    caption = "mê #SenDat lắm\n#SENDAT #SenĐất #DaNhayCam"
    assert [unit.text for unit in segment(caption, ["#SenDat"]).sentences] == ["mê lắm", "Da Nhay Cam"]


def test_clauses_are_the_parts_of_sentences_that_have_several() -> None:
    caption = "Tea is still lovely, cold-brewed for 12 hours, but there is sugar in it. One clause here."
    assert clauses(caption) == ["Tea is still lovely,", "cold-brewed for 12 hours,", "but there is sugar in it."]


def test_a_short_rest_stays_with_its_clause() -> None:
    assert clauses("It keeps ice for a whole day, they say") == []


@given(SOCIAL_TEXT)
def test_every_span_is_exact(caption: str) -> None:
    cut = segment(caption)
    for units in (cut.sentences, cut.clauses):
        for unit in units:
            assert 0 <= unit.start < unit.end <= len(caption)
            assert any(map(str.isalnum, unit.text))
            there = iter(normalise(caption[unit.start : unit.end]).text)
            assert all(letter in there for letter in unit.text if letter.isalnum()), "in this order, in the span"
        assert all(before.end <= after.start for before, after in pairwise(units))
    for clause in cut.clauses:
        assert any(whole.start <= clause.start and clause.end <= whole.end for whole in cut.sentences)


@given(SOCIAL_TEXT)
@example("\U0003d000")
def test_what_has_language_has_a_sentence(caption: str) -> None:
    if has_language(normalise(caption)):
        assert segment(caption).sentences


def test_plain_spans_hold_the_words_themselves() -> None:
    caption = "Bài quảng cáo. 𝗞𝗵𝗼̂𝗻𝗴 đường\u200b nhé!"
    first, second = segment(caption).sentences
    assert caption[first.start : first.end] == first.text == "Bài quảng cáo."
    assert caption[second.start : second.end] == "𝗞𝗵𝗼̂𝗻𝗴 đường\u200b nhé!"
    assert second.text == "Không đường nhé!"
