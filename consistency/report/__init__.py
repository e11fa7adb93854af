"""Reports: records to a view, the view to HTML, tables, JSON and text."""

from consistency.report.machine import json_schema, render_json
from consistency.report.page import render_html
from consistency.report.redaction import redact
from consistency.report.tables import render_csv, render_xlsx
from consistency.report.terminal import render_text

__all__ = [
    "json_schema",
    "redact",
    "render_csv",
    "render_html",
    "render_json",
    "render_text",
    "render_xlsx",
]
