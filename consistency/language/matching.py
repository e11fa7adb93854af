"""Words, tags and handles of a caption, and phrases found among them, each with its span in the original.

A phrase is found as whole words, in any case, in styled letters, with its last word inflected as English inflects, and
typed without diacritics; a word that has other diacritics is another word ("thân được" is not "thần dược").
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from consistency.language.cleaning import AlignedText, fold, hashtag_words, normalise

_WORD = regex.compile(r"[#@]?[\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*(?:(?<=@[\w.]*)[.][\p{L}\p{N}_]+)*(?:['’]\p{L}+)?")
_TAG = regex.compile(r"[#＃@＠]\s?[^\s#＃@＠]+")
_TAG_BODY = regex.compile(r"[#＃@＠]\s?([\p{L}\p{M}\p{N}_]+)")
_HANDLE_BODY = regex.compile(r"@([A-Za-z0-9_.]+)")
_TRAILING = "!?.,:;…)]}\"'”’»"
_ENDINGS = ("s", "es", "d", "ed", "ing", "er", "ers", "'s", "’s")
_SHORTEST_INFLECTED = 4
_SHORTEST_COUNTED = 3
_GLUE = regex.compile(r"[^\S\n]*[-–/_%&+]?[^\S\n]*")
_SENTENCE_BREAK = regex.compile(r"[.!?…]+\s+|\n+")
_SEPARATORS = regex.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a handle (``@mai.an``), or one word of a hashtag."""

    text: str
    """In lower case and normalised."""
    start: int
    end: int
    """Span in the original caption."""
    tag: str = ""
    """The whole hashtag or handle that it is of, in lower case, with its sign; empty for a plain word."""
    goes_on: bool = False
    """Whether nothing but a space, hyphen or the like stands between it and the word before."""


@dataclass(frozen=True, slots=True)
class SocialTag:
    """A hashtag or handle as it was typed, and as a platform reads it."""

    sign: str
    """``#`` or ``@``."""
    typed: str
    """From the sign to the next space, without closing punctuation; untouched."""
    tracked: str
    """What a platform takes for the tag: NFC, in lower case, without the sign; empty where it sees none."""
    start: int
    end: int


@lru_cache(maxsize=8192)
def folded_words(text: str) -> frozenset[str]:
    """The words of three letters and more in a text, without case and diacritics."""
    return frozenset(folded for word in words(normalise(text)) if len(folded := fold(word.text)) >= _SHORTEST_COUNTED)


def words(normalised: AlignedText) -> list[Word]:
    """The words of a caption, in order."""
    found: list[Word] = []
    position = 0
    for match in _WORD.finditer(normalised.text):
        text, start = match.group(), match.start()
        goes_on = bool(found) and _GLUE.fullmatch(normalised.text, position, start) is not None
        position = match.end()
        tag = text.casefold() if text[0] in "#@" else ""
        spans = (
            [(1 + first, 1 + last) for first, last in hashtag_words(text[1:])] if text[0] == "#" else [(0, len(text))]
        )
        for number, (first, last) in enumerate(spans):
            source = normalised.source_span(start + first, start + last)
            found.append(Word(text[first:last].casefold(), *source, tag=tag, goes_on=goes_on or number > 0))
    return found


def find_phrase(phrase: str, among: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Spans at which a phrase stands among the words of a caption, in order, without overlaps.

    A hashtag or handle that is the phrase written in one word, or begins with it, counts too.
    """
    wanted = _phrase_words(phrase)
    joined = "".join(map(fold, wanted))
    index = 0
    while wanted and index < len(among):
        here = among[index : index + len(wanted)]
        if _is_phrase(here, wanted):
            yield here[0].start, here[-1].end
            index += len(wanted)
        elif among[index].tag and _is_joined(among[index].tag, joined):
            tag = among[index].tag
            yield among[index].start, among[index].end
            while index < len(among) and among[index].tag == tag:
                index += 1
        else:
            index += 1


def same_word(typed: str, wanted: str) -> bool:
    """Whether a typed word is the wanted one: the same, or the same without any diacritics."""
    return typed == wanted or (typed == fold(typed) and typed == fold(wanted))


def _is_phrase(here: Sequence[Word], wanted: Sequence[str]) -> bool:
    """Whether these words are the phrase, all with their diacritics or all without."""
    if len(here) < len(wanted) or not all(word.goes_on for word in here[1:]):
        return False
    typed = [word.text for word in here]
    return any(
        typed[:-1] == form[:-1] and typed[-1] in _inflections(form[-1])
        for form in (list(wanted), list(map(fold, wanted)))
    )


def _inflections(word: str) -> set[str]:
    forms = {word}
    if len(word) >= _SHORTEST_INFLECTED:
        forms |= {word + ending for ending in _ENDINGS}
        forms |= {word[:-1] + "ies"} if word.endswith("y") else set()
        forms |= {word[:-1] + "ing"} if word.endswith("e") else set()
    return forms


def sentence_around(caption: str, start: int, end: int) -> tuple[int, int]:
    """Span of the sentence or line that a span of a caption stands in, found without a pipeline."""
    before = max((match.end() for match in _SENTENCE_BREAK.finditer(caption, 0, start)), default=0)
    after = _SENTENCE_BREAK.search(caption, end)
    last = after.start() + len(after.group().rstrip()) if after else len(caption)
    return before, max(end, last)


def social_tags(caption: str) -> list[SocialTag]:
    """Every hashtag and handle of a caption, also those that a platform reads otherwise than they were meant."""
    found = []
    for match in _TAG.finditer(caption):
        typed = match.group().rstrip(_TRAILING)
        sign = "#" if typed[:1] in "#＃" else "@"
        body = (_TAG_BODY if sign == "#" else _HANDLE_BODY).match(typed)
        plain_sign = typed[:1] in "#@" and not typed[1:2].isspace()
        tracked = body.group(1).rstrip(".") if body and plain_sign else ""
        if len(typed) > 1:
            found.append(SocialTag(sign, typed, composed(tracked), match.start(), match.start() + len(typed)))
    return found


def composed(text: str) -> str:
    """Text as platforms compare tags: composed and in lower case, accents and letter styles kept."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def _is_joined(tag: str, joined: str) -> bool:
    letters = _SEPARATORS.sub("", fold(tag))
    return letters == joined or (len(joined) > _SHORTEST_INFLECTED and letters.startswith(joined))


@lru_cache(maxsize=4096)
def _phrase_words(phrase: str) -> tuple[str, ...]:
    return tuple(word.text for word in words(normalise(phrase)))
