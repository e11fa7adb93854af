"""Reports: records to a view, the view to HTML, JSON and text."""

from consistency.report.machine import json_schema, render_json
from consistency.report.page import render_html
from consistency.report.terminal import render_text

__all__ = ["json_schema", "render_html", "render_json", "render_text"]
