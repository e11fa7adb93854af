import pytest

from consistency.judging import cues


@pytest.mark.parametrize("text", ["không đường", "KO đường", "isn't sweet", "never again", "chẳng có gì", "zero sugar"])
def test_negated(text: str) -> None:
    assert cues.negated(text)


@pytest.mark.parametrize("text", ["có đường", "sweet", "note", "knotted"])
def test_not_negated(text: str) -> None:
    assert not cues.negated(text)


@pytest.mark.parametrize(
    ("text", "words"), [("nghe nói ủ 12 tiếng", "nghe nói"), ("It is, I think, cold", "i think"), ("ủ 12 tiếng", None)]
)
def test_hedge(text: str, words: str | None) -> None:
    assert cues.hedge(text) == words


def test_asked_and_denied() -> None:
    assert cues.asked("có đường không?")
    assert not cues.asked("có đường")
    assert cues.denied("The label says 24 hours. It was warm by noon.")
    assert not cues.denied("It keeps ice for a day.")
