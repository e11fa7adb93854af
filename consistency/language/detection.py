"""Which languages a caption is written in.

py3langid was chosen by a measurement on 1,212 labelled captions in Vietnamese or English: it named 100 % rightly, 99 %
after all diacritics were taken away, and 92 % of the first six words without diacritics; lingua named 99.9 %, 95 % and
77 %, in the same time and twenty times the size.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

_CHUNK = 4
_SHARE = 0.25


def detect_languages(words: Sequence[str], among: Sequence[str]) -> set[str]:
    """Two-letter codes of the languages in ``among`` (not empty) that a caption's words are written in.

    The language of the whole, and each language of at least a quarter of its words, looked at four at a time. On the
    labelled captions that leaves 98 % of the Vietnamese and 99 % of the English ones with one language, and finds both
    in 29 % of those that an annotator called mixed.
    """
    identifier = _identifier(tuple(sorted(set(among))))
    chunks = Counter[str]()
    for first in range(0, len(words), _CHUNK):
        chunk = words[first : first + _CHUNK]
        chunks[identifier.classify(" ".join(chunk))[0]] += len(chunk)
    found = {code for code, count in chunks.items() if count >= _SHARE * len(words)}
    return found | {str(identifier.classify(" ".join(words))[0])}


def main_language(text: str, among: Sequence[str]) -> str:
    """Two-letter code of the language in ``among`` (not empty) that most of a text is written in."""
    return str(_identifier(tuple(sorted(set(among)))).classify(text)[0])


@lru_cache(maxsize=8)
def _identifier(codes: tuple[str, ...]) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(codes))
    return identifier
