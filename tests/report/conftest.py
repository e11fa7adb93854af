"""A campaign whose findings are open, covered and expired, with hostile words in them."""

from dataclasses import replace
from datetime import date

import pytest

from consistency.gate import Ruling, decide, gate
from consistency.records.brief import Brief
from consistency.records.captions import Captions, Place
from consistency.records.decisions import Kind
from consistency.records.findings import CampaignReport
from tests.support import check, make_posts

HOSTILE = "::error::x\n##[add-mask]y | <b>`z`</b> [l](http://a.example) @team \x1b[31m\x00 %0A, 50%"
TODAY = date(2026, 12, 1)


@pytest.fixture
def decided(brief: Brief) -> CampaignReport:
    """p1 open, p2 covered by a baseline, p3 waived until yesterday, p4 fine, p5 not judged."""
    strict = Brief.model_validate(
        brief.model_dump(exclude_unset=True)
        | {"campaign": HOSTILE, "require": {"codes": ["MIST10"]}, "forbid": {"terms": ["miracle"]}}
    )
    posts = make_posts(
        f"A miracle {HOSTILE}",
        f"snow {HOSTILE}",
        "hail",
        "The tea has no sugar and no sweetener. MIST10",
        "",
    ).posts
    place = Place(source="drafts/a b,c%.md", line=3)
    captions = Captions(posts=(replace(posts[0], place=place), *posts[1:]), skipped=())
    report = check(strict, captions)
    known = Ruling(kind=Kind.BASELINE, by="mai", reason=HOSTILE, on=date(2026, 11, 1))
    waived = Ruling(kind=Kind.WAIVED, by="an", reason="later", on=date(2026, 11, 1), expires=date(2026, 11, 30))
    decisions = decide(report, (), known, ["p2"], []).decisions
    decisions = decide(report, decisions, waived, ["p3"], []).decisions
    return gate(report, ["off_message"], decisions, TODAY)
