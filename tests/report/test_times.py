from datetime import date, timedelta

import pytest

from consistency.records.brief import Brief
from consistency.records.captions import Captions, Place, Post
from consistency.report.times import is_by_week, time_rows
from tests.support import check


@pytest.mark.parametrize(("days", "rows", "by_week"), [((0, 0, 3), 2, False), ((0, 7, 60), 3, True), ((5,), 0, False)])
def test_dated_posts_are_shown_by_day_or_week(brief: Brief, days: tuple[int, ...], rows: int, by_week: bool) -> None:
    captions = [
        Post(
            post_id=f"p{number}",
            place=Place(source="a.csv", line=number),
            caption="rain all day",
            posted_at=date(2026, 12, 7) + timedelta(days=day),
        )
        for number, day in enumerate(days)
    ]
    posts = check(brief, Captions(posts=tuple(captions), skipped=())).posts
    assert is_by_week(posts) is by_week
    found = time_rows(posts, lambda post: post.drift, by_week=by_week)
    assert len(found) == rows
    assert sum(row.posts for row in found) == (len(days) if rows else 0)
    assert time_rows(posts, lambda post: None, by_week=by_week) == ()
