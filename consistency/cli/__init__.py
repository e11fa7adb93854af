"""The command line: parse, wire, show progress, write files, return the exit code; nothing else."""

import platform
import sys
import traceback
import warnings
from importlib.metadata import version

from consistency.cli.application import app
from consistency.errors import ConsistencyError

__all__ = ["main"]

EXIT_USER = 2
"""The user can mend it."""
EXIT_BUG = 3
"""Only we can mend it."""


def _tell_warning(message: Warning | str, *_: object, **__: object) -> None:
    print(f"consistency: warning: {message}", file=sys.stderr)


def main() -> None:
    """Run the command line and leave with one of its exit codes (README, "Exit codes")."""
    warnings.showwarning = _tell_warning
    try:
        app()
    except ConsistencyError as error:
        print(f"consistency: {error}", file=sys.stderr)
        sys.exit(EXIT_USER)
    except Exception:  # noqa: BLE001 - whatever else happens is a bug, and says so
        traceback.print_exc()
        print(
            "\nconsistency: this is a bug. Please report it with the lines above and these:\n"
            f"  consistency {version('consistency')}, Python {platform.python_version()}, {platform.platform()}",
            file=sys.stderr,
        )
        sys.exit(EXIT_BUG)
