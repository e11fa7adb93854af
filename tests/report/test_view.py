from datetime import date, timedelta

import pytest

from consistency.records.brief import Brief
from consistency.records.captions import Captions, Place, Post
from consistency.records.findings import Verdict
from consistency.report.view import view
from tests.support import check, make_posts


def test_worst_first_and_the_sentence_counts_all(brief: Brief) -> None:
    captions = make_posts("The tea has no sugar and no sweetener.", "rain all day, staying in", "no sugar in the tea")
    shown = view(check(brief, captions))
    order = [list(Verdict).index(post.finding.verdict) for post in shown.attention]
    assert order == sorted(order)
    assert len(shown.attention) + len(shown.ready) == sum(shown.counts.values()) == 3
    assert shown.headline.startswith(f"{len(shown.ready)} of 3 captions")


@pytest.mark.parametrize(("days", "rows", "by_week"), [((0, 0, 3), 2, False), ((0, 7, 60), 3, True), ((5,), 0, False)])
def test_dated_posts_are_shown_by_day_or_week(brief: Brief, days: tuple[int, ...], rows: int, by_week: bool) -> None:
    posts = tuple(
        Post(
            post_id=f"p{number}",
            place=Place(source="a.csv", line=number),
            caption="rain all day",
            posted_at=date(2026, 12, 7) + timedelta(days=day),
        )
        for number, day in enumerate(days)
    )
    shown = view(check(brief, Captions(posts=posts, skipped=())))
    assert (len(shown.times), shown.by_week) == (rows, by_week)
    assert sum(row.posts for row in shown.times) == (len(days) if rows else 0)


def test_what_to_do_first_names_the_weakest_message(brief: Brief) -> None:
    shown = view(check(brief, make_posts("The tea has no sugar and no sweetener.")))
    assert "brewed in cold water" in shown.actions[-1]
    assert view(check(brief, make_posts("rain all day"))).actions[0].startswith("Ask the 1 that say nothing")
