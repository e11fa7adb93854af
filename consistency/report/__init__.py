"""Reports: records to a view, the view to HTML, JSON and text."""

from consistency.report.compared import comparison_schema, render_comparison_json, render_comparison_text
from consistency.report.machine import json_schema, render_json
from consistency.report.page import render_html
from consistency.report.stored import read_report
from consistency.report.terminal import render_text

__all__ = [
    "comparison_schema",
    "json_schema",
    "read_report",
    "render_comparison_json",
    "render_comparison_text",
    "render_html",
    "render_json",
    "render_text",
]
