"""Charts as SVG, drawn by Vega-Lite (vl-convert: its compiler in one package, offline, the same bytes each time)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from consistency.records.findings import Verdict
from consistency.records.retrospective import Change, CreatorVoice, MessageShare, Standing, Weight
from consistency.report.times import TimeRow
from consistency.report.view import MapPoint

_RED, _AMBER, _VIOLET, _GREEN = (
    ("diamond", "#c8453c"),
    ("square", "#b07514"),
    ("triangle-up", "#7f6cc4"),
    ("circle", "#2c8a53"),
)
"""Shapes, each with its colour; the colours have a contrast of at least 3 on light and dark paper."""
_BLUE = ("circle", "#4b7bb5")
_VERDICTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        Verdict.CONTRADICTS: _RED,
        Verdict.OFF_MESSAGE: _AMBER,
        Verdict.PARTLY: _VIOLET,
        Verdict.ON_MESSAGE: _GREEN,
    }
)
_STANDINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        Standing.OWN_WORDS_ON_MESSAGE: _GREEN,
        Standing.BORROWED_WORDS_ON_MESSAGE: _VIOLET,
        Standing.OWN_WORDS_OFF_MESSAGE: _AMBER,
        Standing.BORROWED_WORDS_OFF_MESSAGE: _RED,
    }
)
_CAPTIONS = "captions"
_WEIGHTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {_CAPTIONS: _BLUE, Weight.FOLLOWERS: _AMBER, Weight.VIEWS: _VIOLET}
)
_INK = "#8a847a"
_WIDTH = 860
_SHARES = {"domain": [0, 1]}
_APART = 0.05
"""How far signs on the plane are apart, at least."""


def mean_over_time(rows: Sequence[TimeRow], change: Change | None) -> Markup:
    """The mean of each day or week, with larger dots for more posts; of a change the day, and the means around it."""
    values = [{"day": row.first.isoformat(), "mean": row.mean, "posts": row.posts} for row in rows]
    return _svg(
        {
            "width": _WIDTH,
            "height": 190,
            "data": {"values": values},
            "encoding": {
                "x": {"field": "day", "type": "temporal", "scale": {"type": "utc"}, "axis": {"format": "%Y-%m-%d"}},
                "y": {"field": "mean", "type": "quantitative", "scale": _SHARES, "axis": {"tickCount": 5}},
            },
            "layer": [
                {"mark": {"type": "line", "color": _INK, "opacity": 0.6}},
                {
                    "mark": {"type": "circle", "color": _BLUE[1], "opacity": 1},
                    "encoding": {
                        "size": {
                            "field": "posts",
                            "type": "quantitative",
                            "scale": {"range": [30, 400]},
                            "legend": None,
                        }
                    },
                },
                *(_step(rows, change) if change else ()),
            ],
        }
    )


def _step(rows: Sequence[TimeRow], change: Change) -> Iterator[dict[str, Any]]:
    at = change.first_day.isoformat()
    ends = (min(at, rows[0].first.isoformat()), max(at, rows[-1].first.isoformat()))
    yield {
        "data": {"values": [{"day": at}]},
        "mark": {"type": "rule", "color": _RED[1], "strokeDash": [5, 4], "strokeWidth": 2},
        "encoding": {"y": None},
    }
    for first, last, mean in ((ends[0], at, change.means.before), (at, ends[1], change.means.after)):
        yield {
            "data": {"values": [{"day": day, "mean": mean} for day in (first, last)]},
            "mark": {"type": "line", "color": _RED[1], "strokeWidth": 3},
        }


def share_by_message(messages: Sequence[MessageShare]) -> Markup:
    """For each message its share of the captions with its interval, and of what is known of the audience."""
    values = [
        {"message": message.message_id, "of": of, "share": share}
        for message in messages
        for of, share in [
            (_CAPTIONS, message.share),
            *((weight.value, heard.share) for weight, heard in message.heard.items()),
        ]
    ]
    intervals = [{"message": message.message_id, "low": message.low, "high": message.high} for message in messages]
    own_line = {"field": "message", "type": "nominal", "sort": None, "axis": {"labelLimit": 150}}
    share = {"type": "quantitative", "scale": _SHARES, "axis": {"format": ".0%", "tickCount": 5}}
    return _svg(
        {
            "width": _WIDTH - 150,
            "height": {"step": 36},
            "encoding": {"y": own_line},
            "layer": [
                {
                    "data": {"values": intervals},
                    "mark": {"type": "rule", "color": _INK, "strokeWidth": 2},
                    "encoding": {"x": {"field": "low", **share}, "x2": {"field": "high"}},
                },
                {
                    "data": {"values": values},
                    "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
                    "encoding": {"x": {"field": "share", **share}, **_signs("of", _WEIGHTS)},
                },
            ],
        }
    )


def creators_by_voice(voices: Sequence[CreatorVoice]) -> Markup:
    """The creators on the plane of message and voice, numbered in their order; those near each other are one sign."""
    places: dict[tuple[float, float, Standing], list[int]] = defaultdict(list)
    for number, one in enumerate(voices, 1):
        x, y = (round(share / _APART) * _APART for share in (one.message, one.voice))
        places[x, y, one.standing].append(number)
    values = [
        {"message": x, "voice": y, "standing": standing.value, "creators": len(own), "numbers": _numbers(own)}
        for (x, y, standing), own in places.items()
    ]
    axis = {"type": "quantitative", "scale": _SHARES, "axis": {"format": ".0%", "tickCount": 5}}
    size = {"field": "creators", "type": "quantitative", "scale": {"range": [70, 400], "zero": False}, "legend": None}
    return _svg(
        {
            "width": _WIDTH,
            "height": 380,
            "data": {"values": values},
            "encoding": {"x": {"field": "message", **axis}, "y": {"field": "voice", **axis}},
            "layer": [
                {
                    "mark": {"type": "point", "filled": True, "opacity": 0.9},
                    "encoding": {**_signs("standing", _STANDINGS), "size": size},
                },
                {
                    "mark": {"type": "text", "color": _INK, "align": "left", "dx": 11, "fontSize": 11},
                    "encoding": {"text": {"field": "numbers"}},
                },
            ],
        }
    )


def _numbers(own: Sequence[int]) -> str:
    return ", ".join(map(str, own[:2])) + (" …" if len(own) > 2 else "")


def map_by_meaning(points: Sequence[MapPoint]) -> Markup:
    """The captions on the map, each with its verdict's shape and colour."""
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
                **_signs("verdict", _VERDICTS),
            },
        }
    )


def _signs(field: str, of: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """Shape and colour of a field's values; the page has the legend."""
    shapes, colours = zip(*of.values(), strict=True)
    return {
        channel: {"field": field, "scale": {"domain": list(of), "range": list(signs)}, "legend": None}
        for channel, signs in (("shape", shapes), ("color", colours))
    }


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
    return Markup(svg)  # noqa: S704 - drawn from numbers, dates and identifiers alone, and escaped by the drawer
