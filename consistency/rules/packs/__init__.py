"""Disclosure packs: which words disclose advertising in a market, read from the YAML files beside this one."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from consistency.language.cleaning import fold


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Wordings(_Data):
    """Wordings of one language. ``{brand}`` stands for the brand's name or a handle."""

    labels: tuple[str, ...] = ()
    """Words that disclose only where they stand as a label, at the start of a sentence, a line or a bracket."""
    phrases: tuple[str, ...] = ()
    """Words that disclose anywhere."""
    tags: tuple[str, ...] = ()
    """Hashtags, compared whole."""


class Pack(_Data):
    """The rules of one market."""

    market: str
    name: str
    read: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    """The day on which the source was read."""
    kind: str
    """Whether the source is the authority's own text, someone else's, or this project's policy."""
    source: str
    why: str
    adequate: Mapping[str, Wordings]
    """By language code."""
    weak: Mapping[str, Wordings]


class Common(_Data):
    """What holds in every market."""

    denials: tuple[str, ...]
    """Regular expressions over text in lower case and without diacritics."""
    talk_after: Mapping[str, tuple[str, ...]]
    """By language: words after a label that make it a noun in talk."""


@cache
def packs() -> Mapping[str, Pack]:
    """Every pack, by market."""
    found = [Pack.model_validate(_read(path.name)) for path in files(__package__).iterdir() if path.name[:2].isupper()]
    return {pack.market: pack for pack in sorted(found, key=lambda pack: pack.market)}


@cache
def common() -> Common:
    """What holds in every market."""
    return Common.model_validate(_read("common.yaml"))


@cache
def disclosing() -> frozenset[str]:
    """The words of all labels, in any market, without case and diacritics."""
    wordings = [one for pack in packs().values() for side in (pack.adequate, pack.weak) for one in side.values()]
    return frozenset(fold(word) for one in wordings for label in one.labels for word in label.split())


def _read(name: str) -> object:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return YAML(typ="safe", pure=True).load(text.replace("\nread: ", "\nread: !!str "))
