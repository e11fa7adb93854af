import pytest
from hypothesis import given

from consistency.language.cleaning import normalise
from consistency.language.matching import find_phrase, folded_words, sentence_around, social_tags, words
from tests.support import SOCIAL_TEXT


def found(phrase: str, caption: str) -> list[str]:
    return [caption[start:end] for start, end in find_phrase(phrase, words(normalise(caption)))]


@pytest.mark.parametrize(
    ("phrase", "caption", "expected"),
    [
        ("hack", "money hacks and hacking, no shackles, Hack!", ["hacks", "hacking", "Hack"]),
        ("thần dược", "thần dược, THAN DUOC, thân được", ["thần dược", "THAN DUOC"]),
        ("risk-free", "totally risk free or risk-free", ["risk free", "risk-free"]),
        ("Trà Bảy Mây", "#TraBayMay @trabaymay.vn trà bảy mây", ["TraBayMay", "@trabaymay.vn", "trà bảy mây"]),
        ("Oolia", "one Oolia's cap, foolia", ["Oolia's"]),
        ("100% sạch", "100% sạch luôn, 100 người", ["100% sạch"]),
        ("a b", "", []),
    ],
)
def test_find_phrase(phrase: str, caption: str, expected: list[str]) -> None:
    assert found(phrase, caption) == expected


@given(SOCIAL_TEXT)
def test_spans_of_words_are_exact_and_in_order(caption: str) -> None:
    position = 0
    for word in words(normalise(caption)):
        assert position <= word.start < word.end <= len(caption)
        position = word.start


@pytest.mark.parametrize(
    ("caption", "around"),
    [
        ("First. Then Oolia came! Last.", "Then Oolia came!"),
        ("line one\nOolia here\nline three", "Oolia here"),
        ("Oolia", "Oolia"),
        ("v1.5 Oolia, ok", "v1.5 Oolia, ok"),
    ],
)
def test_sentence_around(caption: str, around: str) -> None:
    start = caption.index("Oolia")
    first, last = sentence_around(caption, start, start + len("Oolia"))
    assert caption[first:last] == around


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("#Moc.Suong, nha", [("#Moc.Suong", "moc")]),
        ("#MocSuong🍃", [("#MocSuong🍃", "mocsuong")]),
        ("hi @Mai.An.", [("@Mai.An", "mai.an")]),
        ("# Moc", [("# Moc", "")]),
        ("#a#b", [("#a", "a"), ("#b", "b")]),
        ("#", []),
    ],
)
def test_social_tags(caption: str, expected: list[tuple[str, str]]) -> None:
    assert [(tag.typed, tag.tracked) for tag in social_tags(caption)] == expected


@given(SOCIAL_TEXT)
def test_social_tags_are_where_they_say(caption: str) -> None:
    for tag in social_tags(caption):
        assert caption[tag.start : tag.end] == tag.typed


def test_folded_words_are_the_longer_ones_without_diacritics() -> None:
    assert folded_words("Trà ủ LẠNH 12 giờ, khong duong #DaNhayCam") == {
        "tra",
        "lanh",
        "gio",
        "khong",
        "duong",
        "nhay",
        "cam",
    }
    assert folded_words("🍵") == frozenset()
