import random
from dataclasses import replace

import pytest

from consistency.campaign import pipeline
from consistency.errors import ConsistencyError
from consistency.records.brief import Brief
from consistency.records.captions import Captions
from consistency.records.findings import Label
from tests.support import check, make_posts

CAPTIONS = (
    "The tea has no sugar and no sweetener. It is brewed in cold water for twelve hours!",
    "mưa quá trời, ở nhà thôi",
    "🔥🔥 #tea",
    "",
    "no sugar and no sweetener in the tea, promise",
)


def test_every_post_is_judged_or_skipped(brief: Brief) -> None:
    report = check(brief, make_posts(*CAPTIONS))
    assert [post.post.post_id for post in report.posts] == ["p1", "p2", "p5"]
    assert [(one.post_id, one.reason) for one in report.skipped] == [
        ("p3", "the caption holds only emoji, tags, handles or links"),
        ("p4", "the caption is empty"),
    ]
    first = report.posts[0]
    sugar = first.messages[0]
    assert sugar.label is Label.CONVEYS
    assert sugar.evidence is not None
    assert sugar.evidence.text == "The tea has no sugar and no sweetener."
    assert first.post.caption[sugar.evidence.start : sugar.evidence.end] == sugar.evidence.text
    assert report.posts[1].verdict == "off_message"
    assert report.posts[1].messages[0].evidence is None


def test_a_finding_does_not_depend_on_the_other_posts(brief: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    posts = list(make_posts(*(f"{text} {n}" for n in range(4) for text in CAPTIONS)).posts)
    whole = {found.post.post_id: found for found in check(brief, _only(posts)).posts}
    random.Random(3).shuffle(posts)
    posts.sort(key=lambda post: "sugar" not in post.caption)  # the first one can be judged
    monkeypatch.setattr(pipeline, "CHUNK", 3)
    shuffled = {found.post.post_id: found for found in check(brief, _only(posts)).posts}
    [alone] = check(brief, _only([posts[0]])).posts
    assert whole == shuffled
    assert whole[alone.post.post_id] == alone


def test_summaries_count_posts(brief: Brief) -> None:
    captions = make_posts(*CAPTIONS)
    posts = [replace(post, creator="an" if post.post_id == "p5" else "") for post in captions.posts]
    report = check(brief, _only(posts))
    sugar = report.messages[0]
    assert sugar.counts[Label.CONVEYS] == sum(post.messages[0].label is Label.CONVEYS for post in report.posts)
    assert sum(sugar.counts.values()) == 3
    assert sugar.pull_through == round(sugar.counts[Label.CONVEYS] / 3, 4)
    assert [(row.creator, row.posts) for row in report.creators] == [("an", 1)]


def test_progress_reaches_the_end(brief: Brief) -> None:
    seen: list[tuple[int, int]] = []
    check(brief, make_posts(*CAPTIONS), lambda done, total: seen.append((done, total)))
    assert seen[-1] == (5, 5)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_nothing_to_judge_is_an_error_that_says_why(brief: Brief) -> None:
    with pytest.raises(ConsistencyError, match=r"posts\.csv:2: the caption is empty"):
        check(brief, make_posts(""))


def _only(posts: list) -> Captions:
    return Captions(posts=tuple(posts), skipped=())
