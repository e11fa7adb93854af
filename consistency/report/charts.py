"""Charts as SVG, drawn by Vega-Lite (vl-convert: its compiler in one package, offline, the same bytes each time)."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from consistency.records.findings import Verdict
from consistency.report.view import MapPoint, TimeRow

SHAPES: Mapping[Verdict, tuple[str, str]] = MappingProxyType(
    {
        Verdict.CONTRADICTS: ("diamond", "#c8453c"),
        Verdict.OFF_MESSAGE: ("square", "#b07514"),
        Verdict.PARTLY: ("triangle-up", "#7f6cc4"),
        Verdict.ON_MESSAGE: ("circle", "#2c8a53"),
    }
)
"""Shape and colour of a verdict; the colours have a contrast of at least 3 on light and dark paper."""
_INK = "#8a847a"
_WIDTH = 860


def drift_over_time(rows: Sequence[TimeRow]) -> Markup:
    """The mean drift of each day or week, with larger dots for more posts."""
    values = [{"day": row.first.isoformat(), "drift": row.drift, "posts": row.posts} for row in rows]
    return _svg(
        {
            "width": _WIDTH,
            "height": 190,
            "data": {"values": values},
            "encoding": {
                "x": {"field": "day", "type": "temporal", "scale": {"type": "utc"}, "axis": {"format": "%Y-%m-%d"}},
                "y": {"field": "drift", "type": "quantitative", "scale": {"domain": [0, 1]}, "axis": {"tickCount": 5}},
            },
            "layer": [
                {"mark": {"type": "line", "color": _INK, "opacity": 0.6}},
                {
                    "mark": {"type": "circle", "color": "#4b7bb5", "opacity": 1},
                    "encoding": {
                        "size": {
                            "field": "posts",
                            "type": "quantitative",
                            "scale": {"range": [30, 400]},
                            "legend": None,
                        }
                    },
                },
            ],
        }
    )


def map_by_meaning(points: Sequence[MapPoint]) -> Markup:
    """The captions on the map, each with its verdict's shape and colour."""
    verdicts = [verdict.value for verdict in SHAPES]
    values = [{"x": point.x, "y": point.y, "verdict": point.post.finding.verdict.value} for point in points]
    hidden: dict[str, Any] = {"axis": None, "type": "quantitative", "scale": {"domain": [-1.05, 1.05]}}
    return _svg(
        {
            "width": _WIDTH,
            "height": 380,
            "data": {"values": values},
            "mark": {"type": "point", "filled": True, "size": 70, "opacity": 0.85},
            "encoding": {
                "x": {"field": "x", **hidden},
                "y": {"field": "y", **hidden},
                "color": {
                    "field": "verdict",
                    "scale": {"domain": verdicts, "range": [colour for _, colour in SHAPES.values()]},
                    "legend": None,
                },
                "shape": {
                    "field": "verdict",
                    "scale": {"domain": verdicts, "range": [shape for shape, _ in SHAPES.values()]},
                    "legend": None,
                },
            },
        }
    )


def _svg(spec: dict[str, Any]) -> Markup:
    import vl_convert

    axis = {"labelColor": _INK, "tickColor": _INK, "domainColor": _INK, "gridColor": _INK, "gridOpacity": 0.25}
    config = {
        "background": None,
        "view": {"stroke": None},
        "axis": {**axis, "title": None, "labelFontSize": 12},
        "font": "sans-serif",
    }
    svg = vl_convert.vegalite_to_svg({**spec, "config": config}, vl_version="5.20")
    # The page says in words and a table what a chart shows: its parts say nothing to a screen reader.
    svg = svg.replace("<svg ", '<svg aria-hidden="true" ', 1)
    return Markup(svg)  # noqa: S704 - drawn from numbers, dates and names of verdicts alone
