"""Captions cut into sentences and clauses with spaCy rules, each with its span in the original caption.

There is no trained Vietnamese or multilingual pipeline to install, and captions follow no grammar that one would have
learnt; ``spacy.blank("xx")`` tokenises any script, and the rules here set the boundaries.
"""

from collections.abc import Collection, Iterator
from functools import cache
from typing import TYPE_CHECKING

import regex

from consistency.language.cleaning import BREAK, AlignedText, normalise, readable
from consistency.records.captions import Segment, SegmentedCaption

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_SENTENCE_END = regex.compile(r".*[.!?…。！？]")
_CLOSING = frozenset("\"'”’)]»")
_CLAUSE_PUNCTUATION = frozenset([",", ";", ":", "(", ")", "/", "=>", "->", "~"])
_DASHES = frozenset("-–—")
# Words that turn a thought, in both languages: what follows often says another thing than what came before.
_TURNS = frozenset(
    [
        "but",
        "however",
        "though",
        "although",
        "yet",
        "except",
        "because",
        "so",
        "while",
        "and",
        "nhưng",
        "nhung",
        "mà",
        "ma",
        "tuy",
        "vì",
        "vi",
        "nên",
        "nen",
        "còn",
        "con",
        "với",
        "và",
        "song",
    ]
)
_SHORTEST_CLAUSE = 3
"""Words that a clause has at least; a shorter one stays with its neighbour."""


def segment(caption: str, unread_tags: Collection[str] = ()) -> SegmentedCaption:
    """Sentences and clauses of a caption, in order.

    A segment's span is where its words stand in ``caption``, in code points. A sentence of one clause has none in
    ``clauses``. Text without a letter or digit belongs to no segment, and neither do the hashtags of ``unread_tags``.
    """
    aligned = readable(normalise(caption), unread_tags)
    doc = _pipeline()(aligned.text)
    sentences: list[Segment] = []
    clauses: list[Segment] = []
    for parts in _sentences(doc):
        sentence = _segment(doc, aligned, parts[0][0], parts[-1][1])
        if sentence is not None:
            sentences.append(sentence)
            if len(parts) > 1:
                clauses += filter(None, (_segment(doc, aligned, start, end) for start, end in parts))
    return SegmentedCaption(sentences=tuple(sentences), clauses=tuple(clauses))


@cache
def _pipeline() -> "Language":
    import spacy

    pipeline = spacy.blank("xx")
    pipeline.max_length = 10_000_000  # the reader bounds a caption; spaCy's own bound guards models that aren't used
    return pipeline


def _sentences(doc: "Doc") -> Iterator[list[tuple[int, int]]]:
    """Token spans of the clauses of each sentence."""
    parts: list[tuple[int, int]] = []
    start = 0
    for token in doc:
        end = token.i + 1
        if _ends_sentence(doc, token):
            if parts and _words(doc, start, end) < _SHORTEST_CLAUSE:
                start, _ = parts.pop()
            parts.append((start, end))
            yield parts
            parts, start = [], end
        elif _ends_clause(doc, token) and _words(doc, start, end) >= _SHORTEST_CLAUSE:
            parts.append((start, end))
            start = end


def _ends_sentence(doc: "Doc", token: "Token") -> bool:
    if token.i + 1 == len(doc) or BREAK in token.text:
        return True
    following = doc[token.i + 1].text
    if (_SENTENCE_END.fullmatch(following) and not following[0].isalnum()) or following in _CLOSING:
        return False  # the stop goes on: "!!!", '."'
    closes_after_stop = token.text in _CLOSING and token.i > 0 and _SENTENCE_END.fullmatch(doc[token.i - 1].text)
    return bool(_SENTENCE_END.fullmatch(token.text) or closes_after_stop)


def _ends_clause(doc: "Doc", token: "Token") -> bool:
    if token.text in _DASHES:
        return bool(token.whitespace_)  # not the hyphen of "hand-picked"
    return token.text in _CLAUSE_PUNCTUATION or doc[token.i + 1].lower_ in _TURNS


def _words(doc: "Doc", start: int, end: int) -> int:
    return sum(any(map(str.isalnum, token.text)) for token in doc[start:end])


def _segment(doc: "Doc", aligned: AlignedText, start: int, end: int) -> Segment | None:
    """The segment of these tokens, without what isn't a word at its start and space at its end."""
    while start < end and not any(map(str.isalnum, doc[start].text)):
        start += 1
    while start < end and doc[end - 1].is_space:
        end -= 1
    if start == end:
        return None
    first, last = doc[start].idx, doc[end - 1].idx + len(doc[end - 1].text)
    source_start, source_end = aligned.source_span(first, last)
    return Segment(text=" ".join(aligned.text[first:last].split()), start=source_start, end=source_end)
