from datetime import date
from pathlib import Path

import pytest

from consistency.records.brief import Brief
from consistency.records.captions import Captions, Place, Post, Skipped
from consistency.report import render_html
from tests.support import check

GOLD = Path(__file__).parent / "gold" / "page.html"
BRIEF = Brief.model_validate(
    {
        "campaign": "mist-tea-2026",
        "brand": "Mộc Sương",
        "product": "Mist tea",
        "about": "Bottled oolong for people without time.",
        "market": "VN",
        "messages": [
            {"id": "sugar", "text": "The tea has no sugar and no sweetener.", "required": True},
            {
                "id": "brew",
                "text": "It is brewed in cold water for twelve hours.",
                "contradicts": ["boiled in a minute"],
            },
        ],
        "require": {"hashtags": ["#MocSuong"], "mentions": ["@mocsuong.tea"], "codes": ["MOC15"]},
        "forbid": {
            "claims": [{"id": "slim", "text": "The tea makes you lose weight."}],
            "terms": ["miracle"],
            "competitors": ["Other Tea"],
        },
    }
)
CAPTIONS = {
    "mai": "Quảng cáo. The tea has no sugar and no sweetener. It is brewed in cold water for twelve hours. 🍵\n"
    "@mocsuong.tea MOC15 #MocSuong",
    "an <b>": "A miracle: the tea makes you lose weight! Better than Other Tea. #MộcSương",
    "tu": "Trời mưa cả ngày, ở nhà " + "đọc sách rồi ngủ, " * 10 + "boiled in a minute",
    "": "The tea has no sugar. They say.",
}


def test_the_page_is_the_gold_page(request: pytest.FixtureRequest) -> None:
    """Byte for byte; after a wanted change run ``pytest --update-gold`` and look at the difference."""
    posts = tuple(
        Post(
            post_id=f"p{number}",
            place=Place(source="posts.csv", line=number + 1),
            caption=caption,
            creator=creator,
            platform="tiktok",
            posted_at=date(2026, 12, number),
        )
        for number, (creator, caption) in enumerate(CAPTIONS.items(), 1)
    )
    skipped = (Skipped(place=Place(source="posts.csv", line=9), post_id="p9", reason="the row has 3 cells"),)
    page = render_html(check(BRIEF, Captions(posts=posts, skipped=skipped))).encode()
    if request.config.getoption("--update-gold"):
        GOLD.write_bytes(page)
    assert page == GOLD.read_bytes()
