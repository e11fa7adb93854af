"""The choices of options."""

from enum import StrEnum


class Format(StrEnum):
    """What goes to standard output."""

    TEXT = "text"
    JSON = "json"


class FailOn(StrEnum):
    """From which level on a check fails, worst first."""

    CONTRADICTS = "contradicts"
    OFF_MESSAGE = "off_message"
    PARTLY = "partly"
    REVIEW = "review"
    NEVER = "never"
