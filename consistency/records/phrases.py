"""Sentences of ours with values in them, which can be said in other languages."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Self


class Language(StrEnum):
    """Languages of pages and tables."""

    ENGLISH = "en"
    VIETNAMESE = "vi"


class Phrase(str):
    """A sentence of ours: English wherever it is used as text, with what a translation needs.

    ``Phrase("says “{said}”", said="12 hours")`` is the text ``says “12 hours”``. Values are put in as they are: braces
    in them mean nothing. A value that is a phrase is translated with it.
    """

    __slots__ = ("_values", "template")

    _values: Mapping[str, object]
    template: str

    def __new__(cls, template: str, **values: object) -> Self:
        """Take a template with named places, and what to put there."""
        phrase = super().__new__(cls, template.format(**values))
        phrase.template = template
        phrase._values = values
        return phrase

    def translated(self, catalogue: Mapping[str, str]) -> str:
        """The sentence by a catalogue of templates; in English where its template isn't in there."""
        values = {
            name: value.translated(catalogue) if isinstance(value, Phrase) else value
            for name, value in self._values.items()
        }
        return catalogue.get(self.template, self.template).format(**values)
