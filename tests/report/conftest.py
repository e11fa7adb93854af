"""A campaign whose findings are open, covered and expired, with hostile words in them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from consistency.gate import Ruling, decide, gate
from consistency.records.brief import Brief
from consistency.records.captions import Captions, Place, Post
from consistency.records.decisions import Kind
from consistency.records.findings import CampaignReport
from tests.support import check, make_posts

HOSTILE = "::error::x\n##[add-mask]y | <b>`z`</b> [l](http://a.example) @team \x1b[31m\x00 %0A, 50%"
MARKUP = "<b onclick=x>'\"{{ 7*7 }}"
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


@pytest.fixture(scope="session")
def all_columns() -> CampaignReport:
    """A campaign with every column, and with something to see in every part of what is seen over all captions.

    Of 48 captions of 12 creators the earlier half says that the tea has no sugar; two are copies, six misspell a tag,
    ten are on the same other thing, and on one the likes are far from those of the others.
    """
    brief = Brief.model_validate(
        {
            "campaign": HOSTILE,
            "messages": [
                {"id": "sugar", "text": "The tea has no sugar and no sweetener.", "required": True},
                {"id": "brew", "text": f"It is brewed in cold water for twelve hours {MARKUP}."},
            ],
            "require": {"hashtags": ["#MistTea"]},
            "disclosure": {"required": False},
        }
    )
    posts = []
    for number in range(48):
        creator = f"mai.{number % 12}{MARKUP}"
        words = f"{_words(number)} The tea has no sugar and no sweetener. {_words(number + 100)} #MistTea"
        if number >= 24:
            words = f"{_words(number)} {_words(number + 100)} #MistTea"
        if number >= 38:
            words = f"rain all day long at home {MARKUP}, rain and a book, {_words(number)} #MistTea"
        if number in range(24, 30):
            words = words.replace("#MistTea", "#MisttTea")
        posts.append(
            Post(
                post_id=f"mai.{number}{MARKUP}",
                place=Place(source="posts.csv", line=number + 2),
                caption=words if number != 3 else posts[0].caption,
                creator=creator,
                platform=("tiktok", "instagram")[number % 2],
                posted_at=date(2026, 10, 1) + timedelta(days=number),
                followers=20_000 + 100 * number,
                likes=(500 + 7 * number) * (1 if number != 7 else 200),
                comments=20 + number % 3,
                views=9_000 + 50 * number,
            )
        )
    return check(brief, Captions(posts=tuple(posts), skipped=()))


def _words(seed: int) -> str:
    """Words that no other seed gives."""
    return " ".join(
        "".join("bdfgklmnprst"[(seed * 7 + place * place) % 12] + "aeiou"[(seed + place * n) % 5] for n in range(3))
        for place in range(8)
    )
