"""Reports: records to a view, the view to HTML, tables, JSON and text; findings to what CI servers read."""

from consistency.report.compared import (
    comparison_schema,
    render_comparison_html,
    render_comparison_json,
    render_comparison_text,
)
from consistency.report.github import render_github
from consistency.report.gitlab import render_gitlab
from consistency.report.junit import render_junit
from consistency.report.machine import json_schema, render_json
from consistency.report.page import render_html
from consistency.report.redaction import redact
from consistency.report.sarif import render_sarif
from consistency.report.stored import read_report
from consistency.report.summary import render_markdown
from consistency.report.tables import render_csv, render_xlsx
from consistency.report.terminal import render_text

__all__ = [
    "comparison_schema",
    "json_schema",
    "read_report",
    "redact",
    "render_comparison_html",
    "render_comparison_json",
    "render_comparison_text",
    "render_csv",
    "render_github",
    "render_gitlab",
    "render_html",
    "render_json",
    "render_junit",
    "render_markdown",
    "render_sarif",
    "render_text",
    "render_xlsx",
]
