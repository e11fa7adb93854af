"""Captions as people type them, made readable for a model, with the way back to the original kept.

Two steps, both aligned character by character with the original: :func:`normalise` undoes the Unicode disguises
(decomposed Vietnamese, styled letters, zero-width characters); :func:`readable` then takes away what isn't language
(links, handles, emoji) and spells hashtags out as words.
"""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex

BREAK = "\n"
"""Stands in readable text wherever the writer broke the text: at a line break, a bullet, an emoji, a tag in a wall."""
EMOJI = "\ufffc"
"""Stands in normalised text for one emoji, however many code points it has."""

# Letters and signs that are as they should be, up to one that a mark belongs to: most of most captions, taken at once.
_AS_IT_IS = (
    r"[ -~À-ÖØ-öø-ÿĂăĐđĨĩŨũƠơƯưẠ-ỹ]+(?![\p{Grapheme_Cluster_Break=Extend}\u200d\p{Grapheme_Cluster_Break=SpacingMark}])"
)
_CLUSTER = regex.compile(rf"(?P<as_it_is>{_AS_IT_IS})|\X")
_EMOJI = regex.compile(r"\p{Emoji_Presentation}|\ufe0f|\u20e3|[\p{Extended_Pictographic}--[©®™‼⁉ℹ↔-↪]]", regex.V1)
_INVISIBLE = regex.compile(r"[\p{Cf}\p{Cc}\p{Variation_Selector}\u115f\u1160\u3164--[\n\r\t]]", regex.V1)
_ONLY_MARKS = regex.compile(r"\p{M}*")

_TOKEN = regex.compile(
    r"(?P<link>(?:https?://|www\.)\S+|(?<![\p{L}\p{N}@.])[\p{L}\p{N}-]+\.(?:com|vn|net|org|app|shop)(?:[./]\S*)?(?![\p{L}\p{N}]))"
    r"|(?P<handle>(?<![\p{L}\p{N}])@[\p{L}\p{N}_](?:[\p{L}\p{N}_.]*[\p{L}\p{N}_])?)"
    r"|(?P<hashtag>(?<![\p{L}\p{N}&])#[\p{L}\p{M}\p{N}_]*[\p{L}\p{M}][\p{L}\p{M}\p{N}_]*)"
    r"|(?P<break>[\n\r\u2028\u2029\x0b\x0c•●▪■◆★☆►▶→➜✓☑|¦·" + EMOJI + r"]+|(?<=\n\s*)[-–—*+>](?=\s))"
    r"|(?P<stop>(?<=\p{L})[.!?…]+(?=\p{Lu}\p{Ll}))"
)
# A word of "#DaNhayCam2Tuan" starts at a capital after a small letter or digit, at the last capital of a run of them
# that a small letter follows, and where digits start.
_WORD_START = regex.compile(r"(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{L})(?=\p{N})")
_WALL_GOES_ON = regex.compile(r"[^\S\n]*(?:[#@\n]|$)")


@dataclass(frozen=True, slots=True)
class AlignedText:
    """A rewritten text in which every character knows where it came from.

    Character ``i`` of ``text`` stands for ``original[starts[i]:ends[i]]``, in code points. An inserted character has
    an empty source. Neither ``starts`` nor ``ends`` ever decreases.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Span in the original of ``text[start:end]``, which must not be empty."""
        return self.starts[start], self.ends[end - 1]

    def gap_after(self, end: int) -> tuple[int, int]:
        """Span in the original of what is inserted after ``text[:end]``.

        It is empty, but inside a character that became several (``¼`` is ``1⁄4``) it is that character.
        """
        after = self.ends[end - 1]
        return min(after, self.starts[end]) if end < len(self.text) else after, after


class _Writer:
    """Collects characters with their sources."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []

    def put(self, text: str, start: int, end: int) -> None:
        self._text.append(text)
        self._starts.extend([start] * len(text))
        self._ends.extend([end] * len(text))

    def put_each(self, text: str, start: int) -> None:
        """Put what stands in the original as it is."""
        self._text.append(text)
        self._starts.extend(range(start, start + len(text)))
        self._ends.extend(range(start + 1, start + 1 + len(text)))

    def copy(self, source: AlignedText, start: int, end: int) -> None:
        self._text.append(source.text[start:end])
        self._starts.extend(source.starts[start:end])
        self._ends.extend(source.ends[start:end])

    def finish(self) -> AlignedText:
        return AlignedText("".join(self._text), tuple(self._starts), tuple(self._ends))


def normalise(text: str) -> AlignedText:
    """Undo Unicode disguises, one grapheme cluster at a time.

    Decomposed letters are composed and styled letters (𝗻𝗲𝘄) become plain (NFKC); zero-width and control characters
    vanish; each emoji becomes :data:`EMOJI`.
    """
    writer = _Writer()
    for match in _CLUSTER.finditer(text):
        cluster = match.group()
        if match["as_it_is"]:
            writer.put_each(cluster, match.start())
        elif _EMOJI.search(cluster):
            writer.put(EMOJI, match.start(), match.end())
        else:
            cluster = unicodedata.normalize("NFKC", _INVISIBLE.sub("", cluster))
            if not _ONLY_MARKS.fullmatch(cluster):
                writer.put(cluster, match.start(), match.end())
    return writer.finish()


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Letters without case and diacritics: what is the same to someone who types in a hurry."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    return "".join(character for character in plain if not unicodedata.combining(character))


def hashtag_words(tag: str) -> list[tuple[int, int]]:
    """Spans of the words in a hashtag without its ``#``: ``DaNhayCam`` is three, ``dotted`` is one."""
    words = []
    for part in regex.finditer(r"[^_]+", tag):
        edges = [part.start(), *(m.start() for m in _WORD_START.finditer(tag, part.start(), part.end())), part.end()]
        words += [(start, end) for start, end in pairwise(edges) if start < end]
    return words


def readable(normalised: AlignedText, unread_tags: Collection[str] = ()) -> AlignedText:
    """The words of a caption: hashtags spelt out, links and handles taken away, breaks marked by :data:`BREAK`.

    Emoji and bullets end a thought in captions as often as a full stop does. A space is inserted where one is missing
    after a full stop. The tags of a wall (a run of tags, or a tag that ends a line) stand on lines of their own, a tag
    inside a sentence stays in it. Hashtags of ``unread_tags`` are taken away, in any case and without diacritics too:
    a tag that the brief asks for says nothing by itself.
    """
    unread = {fold(tag) for tag in unread_tags}
    writer = _Writer()
    position = 0
    in_wall = False
    for match in _TOKEN.finditer(normalised.text):
        start, end = match.span()
        writer.copy(normalised, position, start)
        in_wall = in_wall and not normalised.text[position:start].strip()
        position = end
        source = normalised.source_span(start, end)
        match match.lastgroup:
            case "hashtag" if fold(match.group()) not in unread:
                in_wall = in_wall or _WALL_GOES_ON.match(normalised.text, end) is not None
                if in_wall:
                    writer.put(BREAK, source[0], source[0])
                for word_start, word_end in hashtag_words(normalised.text[start + 1 : end]):
                    writer.copy(normalised, start + 1 + word_start, start + 1 + word_end)
                    writer.put(" ", *normalised.gap_after(start + 1 + word_end))
                if in_wall:
                    writer.put(BREAK, *normalised.gap_after(end))
            case "stop":
                writer.copy(normalised, start, end)
                writer.put(" ", *normalised.gap_after(end))
            case "break":
                writer.put(BREAK, *source)
            case _:
                writer.put(" ", *source)
    writer.copy(normalised, position, len(normalised.text))
    return writer.finish()


def has_language(normalised: AlignedText) -> bool:
    """Whether anything but emoji, links, handles and hashtags is there to be read."""
    # Letters by Python's Unicode, as in the segmentation: that of regex is another version.
    return any(map(str.isalpha, _TOKEN.sub(" ", normalised.text)))
