import pytest

from consistency.language.detection import detect_languages


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("trà này ngon lắm mấy bạn ơi", {"vi"}),
        ("quang cao nha ae tra nay ngon lam khong duong", {"vi"}),
        ("this tea tastes great my friends", {"en"}),
        ("okay so this is the best tea ever and trà này ngon lắm mấy bạn ơi", {"vi", "en"}),
    ],
)
def test_detect_languages(text: str, languages: set[str]) -> None:
    assert detect_languages(text.split(), ["vi", "en"]) == languages


def test_nothing_to_read_is_still_some_language() -> None:
    assert detect_languages([], ["vi", "en"]) <= {"vi", "en"}
