"""What the page says, in the languages that a reader can switch between.

Sentences of ours are written in English (:class:`~consistency.records.phrases.Phrase`); ``catalogues/<language>.po``
holds the other languages, in gettext's format, which translators' tools know.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from markupsafe import Markup, escape

from consistency.records.phrases import Language, Phrase


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Templates of a language by their English; empty for English."""
    if language == Language.ENGLISH:
        return {}
    from babel.messages.pofile import read_po

    with files(__package__).joinpath(f"catalogues/{language}.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id and message.string}


def say(text: str, language: str) -> str:
    """A text in a language: a phrase by the catalogue, anything else as it is."""
    return text.translated(catalogue(language)) if isinstance(text, Phrase) else text


class Speech:
    """Puts texts on a page in one language, and collects what they are in the others."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._numbers: dict[tuple[str, ...], int] = {}

    def plain(self, text: str) -> str:
        """A text in the page's language."""
        return say(text, self._language)

    def mark(self, text: str, attribute: str = "t") -> Markup:
        """The data attribute by which the page's script finds a text in other languages; empty for others' texts."""
        if not isinstance(text, Phrase):
            return Markup()
        in_all = tuple(say(text, language) for language in Language)
        number = self._numbers.setdefault(in_all, len(self._numbers))
        return Markup('data-%s="%d"') % (attribute, number)

    def text(self, text: str) -> Markup:
        """A text as an element of its own."""
        number = self.mark(text)
        return Markup("<span %s>%s</span>") % (number, self.plain(text)) if number else escape(text)

    def attribute(self, name: str, text: str) -> Markup:
        """An attribute with a text."""
        return Markup('%s="%s" %s') % (name, self.plain(text), self.mark(text, f"t-{name}"))

    def script_data(self) -> Markup:
        """All texts in all languages, in JSON that can stand in a script element."""
        texts = json.dumps({"languages": list(Language), "texts": list(self._numbers)}, ensure_ascii=False)
        # "<" could end the element or begin a comment in it.
        return Markup(texts.replace("<", "\\u003c"))  # noqa: S704
