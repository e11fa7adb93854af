"""Reports: which renderer for which format or ending, and writing that leaves the old file or the new, never half."""

import os
import re
import tempfile
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from consistency.cli.levels import Format
from consistency.errors import ConsistencyError
from consistency.records.findings import CampaignReport
from consistency.records.phrases import Language
from consistency.report import (
    render_csv,
    render_github,
    render_gitlab,
    render_html,
    render_json,
    render_junit,
    render_markdown,
    render_sarif,
    render_text,
    render_xlsx,
)

FORMATS: Mapping[Format, Callable[[CampaignReport], str]] = MappingProxyType(
    {
        Format.TEXT: render_text,
        Format.JSON: render_json,
        Format.GITHUB: render_github,
        Format.GITLAB: render_gitlab,
        Format.SARIF: render_sarif,
        Format.JUNIT: render_junit,
        Format.MD: render_markdown,
    }
)
"""What goes to standard output."""
RENDERERS: Mapping[str, Callable[[CampaignReport, Language], str | bytes]] = MappingProxyType(
    {
        ".html": render_html,
        ".json": lambda report, _: render_json(report),
        ".csv": render_csv,
        ".xlsx": render_xlsx,
        ".md": lambda report, _: render_markdown(report),
        ".sarif": lambda report, _: render_sarif(report),
        ".xml": lambda report, _: render_junit(report),
    }
)
"""What goes to a file, by its ending."""


def default_output(campaign: str) -> Path:
    """``reports/<campaign>.html``, with the campaign's name made fit for a file name."""
    name = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", campaign)).strip("-.")[:80]
    return Path("reports") / f"{name or 'campaign'}.html"


def write_whole(path: Path, content: str | bytes) -> None:
    """Write beside the target and move into place; text as UTF-8.

    Raises:
        ConsistencyError: the folder can't be made or written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace"))
            unfinished.chmod(0o644)
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink()
            raise
    except OSError as error:
        raise ConsistencyError(f"{path}: can't be written: {error.strerror or error}") from error
