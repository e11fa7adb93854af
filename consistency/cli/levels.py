"""The choices of options."""

from enum import StrEnum


class Format(StrEnum):
    """What goes to standard output."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"
    JUNIT = "junit"
    MD = "md"


class PlainFormat(StrEnum):
    """What a comparison goes to standard output as."""

    TEXT = "text"
    JSON = "json"
