"""For tests of commands: leave the process as a user would see it."""

import sys

import pytest

from consistency.cli import main


def run(*arguments: str) -> int:
    """Run the command line; its exit code."""
    sys.argv = ["consistency", *arguments]
    with pytest.raises(SystemExit) as leaving:
        main()
    return int(leaving.value.code or 0)
