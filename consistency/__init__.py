"""Tells whether micro-influencer captions say what the brand asked them to say.

    from consistency import check_campaign, load_embedder, load_reader, read_brief, read_captions, render_html

    brief = read_brief("briefs/sen_dat_serum/brief.yaml")
    captions = read_captions(["briefs/sen_dat_serum/captions.csv"])
    report = check_campaign(brief, captions, load_embedder(), load_reader())
    html = render_html(report)

The names below are the library's face; each is imported when it is first used, so that importing the package costs
nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from consistency.brief import read_brief
    from consistency.campaign import check_campaign
    from consistency.captions import read_captions
    from consistency.embedding import load_embedder
    from consistency.errors import ConsistencyError
    from consistency.judging import judge_pairs, load_reader
    from consistency.report import render_html, render_json, render_text

__all__ = [
    "ConsistencyError",
    "check_campaign",
    "judge_pairs",
    "load_embedder",
    "load_reader",
    "read_brief",
    "read_captions",
    "render_html",
    "render_json",
    "render_text",
]

_ROOMS = {
    "ConsistencyError": "errors",
    "check_campaign": "campaign",
    "load_embedder": "embedding",
    "judge_pairs": "judging",
    "load_reader": "judging",
    "read_brief": "brief",
    "read_captions": "captions",
    "render_html": "report",
    "render_json": "report",
    "render_text": "report",
}


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
