"""How bad a thing must be for a check to fail."""

from enum import StrEnum


class FailOn(StrEnum):
    """From which level on a check fails, worst first."""

    CONTRADICTS = "contradicts"
    OFF_MESSAGE = "off_message"
    PARTLY = "partly"
    REVIEW = "review"
    NEVER = "never"
