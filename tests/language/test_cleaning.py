import unicodedata

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from consistency.language.cleaning import BREAK, EMOJI, has_language, hashtag_words, normalise, readable
from tests.support import SOCIAL_TEXT


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (unicodedata.normalize("NFD", "Không đường"), "Không đường"),
        ("𝗻𝗲𝘄 𝘵𝘦𝘢 ｆｕｌｌ", "new tea full"),
        ("zero\u200bwidth\u2060 soft\u00adhyphen", "zerowidth softhyphen"),
        ("one 👨‍👩‍👧‍👦 two ❤️ three 🇻🇳", f"one {EMOJI} two {EMOJI} three {EMOJI}"),
        ("1️⃣ first", f"{EMOJI} first"),
        ("Brand™ ©", "BrandTM ©"),
        ("a\u0301\u0301", "á\u0301"),
        ("a\tb\nc", "a\tb\nc"),
    ],
)
def test_normalise(typed: str, read: str) -> None:
    assert normalise(typed).text == read


@given(SOCIAL_TEXT)
@example("#DaNhayCam¼")
def test_alignment_never_loses_the_way_back(text: str) -> None:
    for aligned in (normalise(text), readable(normalise(text))):
        assert len(aligned.text) == len(aligned.starts) == len(aligned.ends)
        assert all(start <= end for start, end in zip(aligned.starts, aligned.ends, strict=True))
        assert list(aligned.starts) == sorted(aligned.starts)
        assert list(aligned.ends) == sorted(aligned.ends)
        assert not aligned.ends or aligned.ends[-1] <= len(text)


@given(st.text(st.characters(categories=["Ll", "Lu", "Nd", "Zs"]), max_size=60))
def test_letters_are_their_own_source(text: str) -> None:
    aligned = normalise(text)
    for character, start, end in zip(aligned.text, aligned.starts, aligned.ends, strict=True):
        assert character in unicodedata.normalize("NFKC", text[start:end])


@given(SOCIAL_TEXT)
@example("ban\u0301 e\u200dx 1\ufe0f\u20e3")
def test_a_text_is_its_grapheme_clusters_one_after_another(text: str) -> None:
    clusters = list(regex.finditer(r"\X", text))
    aligned = normalise(text)
    assert aligned.text == "".join(normalise(match.group()).text for match in clusters)
    spans = {match.span() for match in clusters}
    assert all(span in spans for span in zip(aligned.starts, aligned.ends, strict=True))


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("DaNhayCam", ["Da", "Nhay", "Cam"]),
        ("CrueltyFree", ["Cruelty", "Free"]),
        ("HTMLPage", ["HTML", "Page"]),
        ("Giam20PhanTram", ["Giam", "20", "Phan", "Tram"]),
        ("KhôngĐường", ["Không", "Đường"]),
        ("one_two", ["one", "two"]),
        ("leakproof", ["leakproof"]),
        ("___", []),
    ],
)
def test_hashtag_words(tag: str, words: list[str]) -> None:
    assert [tag[start:end] for start, end in hashtag_words(tag)] == words


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("mê #KhongDuong nha", "mê Khong Duong  nha"),
        ("xong.\n#DaNhayCam #fyp @brand.vn", f"xong.\n{BREAK}Da Nhay Cam {BREAK} {BREAK}fyp {BREAK}  "),
        ("ngon.Mình thích", "ngon. Mình thích"),
        ("v1.5 lít, U.S.A", "v1.5 lít, U.S.A"),
        ("see https://a.example/b?c=d now", "see   now"),
        ("mocsuong.com/tea here", "  here"),
        ("mail a@b.example", "mail a@b.example"),
        ("hi @mai.an. bye", "hi  . bye"),
        ("• one ✔️ two", f"{BREAK} one {BREAK} two"),
        ("#1 in town", "#1 in town"),
    ],
)
def test_readable(typed: str, read: str) -> None:
    assert readable(normalise(typed)).text == read


@pytest.mark.parametrize(
    ("caption", "judgeable"),
    [
        ("trà", True),
        ("", False),
        ("🔥🔥 #MocSuong @mocsuong.tea https://a.example", False),
        ("... !!! 123", False),
        ("#MocSuong ngon", True),
        ("お茶", True),
    ],
)
def test_has_language(caption: str, judgeable: bool) -> None:
    assert has_language(normalise(caption)) is judgeable
