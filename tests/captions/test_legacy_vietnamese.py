import pytest

from consistency.captions.legacy_vietnamese import legacy_letters
from tests.captions.making import tcvn3, vni

VIETNAMESE = (
    "Trà ủ lạnh không đường uống là mê",
    "Hũ mật ong này mình mua tự túc",
    "Da mình dễ đỏ rát mà dùng em này thấy dịu hẳn #SenĐất",
)


@pytest.mark.parametrize("text", VIETNAMESE)
def test_letters_of_old_fonts_are_named(text: str) -> None:
    assert legacy_letters(tcvn3(text)) == "TCVN3"
    assert legacy_letters(vni(text)) == "VNI"
    assert legacy_letters(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Where can I buy it? Où ça? Naïf, août, maïs",
        "Nike® × Sacai™ · drop 10×20 at 5º",
        "João não vê o leão no chão, açaí e pão",
        "«Мне нравится»",
        "El niño y el año que viene: «¡qué guay!»",
        "Trá»‹nh UTF-8 read as something else: khÃ´ng Ä‘Æ°á»ng",
        "mười hai con giáp, uống trà đá",
    ],
)
def test_other_texts_are_not(text: str) -> None:
    assert legacy_letters(text) == ""
