from dataclasses import replace

import pytest

from consistency.campaign.findings import one_line
from consistency.records.brief import Brief
from consistency.records.captions import Captions, Place, Post
from consistency.records.findings import Finding
from tests.support import check, make_posts

TAGGED = {"require": {"hashtags": ["#MistTea"]}, "forbid": {"terms": ["miracle"]}}


@pytest.fixture
def tagged(brief: Brief) -> Brief:
    return Brief.model_validate(brief.model_dump(exclude_unset=True) | TAGGED)


def findings(brief: Brief, *posts: Post) -> tuple[Finding, ...]:
    return check(brief, Captions(posts=posts, skipped=())).findings


def draft(caption: str, **fields: object) -> Post:
    given = {"post_id": "x", "place": Place(source="drafts/x.md", line=4), "creator": "mai"} | fields
    return Post(caption=caption, **given)  # type: ignore[arg-type]


def test_a_report_lists_what_is_wrong_with_each_post_and_what_was_not_judged(tagged: Brief) -> None:
    report = check(tagged, make_posts("The tea has no sugar and no sweetener. #MistTea", "rain all day", ""))
    assert [(one.post_id, one.rule, one.severity) for one in report.findings] == [
        ("p2", "off-message", "error"),
        ("p2", "missing-hashtag", "error"),
        ("p3", "not-judged", "note"),
    ]
    assert report.findings[1].message.endswith(": “#MistTea”")
    assert report.findings[1].excerpt == "rain all day"
    assert str(report.findings[2].place) == "posts.csv:4"


def test_a_finding_in_a_draft_has_its_own_line_and_one_in_a_table_its_row(tagged: Brief) -> None:
    caption = "The tea has no sugar.\n\nA miracle.\n#MistTea"
    [found] = [one for one in findings(tagged, draft(caption)) if one.rule == "forbidden-term"]
    assert (found.place.line, found.excerpt) == (6, "miracle")
    row = draft(caption, place=Place(source="posts.csv", line=4))
    [found] = [one for one in findings(tagged, row) if one.rule == "forbidden-term"]
    assert found.place.line == 4


def test_a_fingerprint_follows_the_caption_not_the_file(tagged: Brief) -> None:
    own = findings(tagged, draft("rain all day"))
    moved = findings(
        tagged, draft("rain  all day\r\n", post_id="y", place=Place(source="z.csv", line=9), platform="tiktok")
    )
    assert [one.fingerprint for one in own] == [one.fingerprint for one in moved]
    prints = {one.fingerprint for one in own}
    for other in (draft("Rain all day"), draft("rain all day", creator="an"), draft("rain all day!")):
        assert not prints & {one.fingerprint for one in findings(tagged, other)}


def test_a_fingerprint_follows_what_the_brief_asks_for(tagged: Brief) -> None:
    [asked] = [one for one in findings(tagged, draft("rain")) if one.rule == "missing-hashtag"]
    other = tagged.model_copy(update={"require": replace_hashtags(tagged, "#OtherTea")})
    [other_asked] = [one for one in findings(other, draft("rain")) if one.rule == "missing-hashtag"]
    assert asked.fingerprint != other_asked.fingerprint


def replace_hashtags(brief: Brief, *tags: str) -> object:
    return brief.require.model_copy(update={"hashtags": tags})


def test_the_same_fault_twice_in_a_caption_is_two_findings(tagged: Brief) -> None:
    found = [one for one in findings(tagged, draft("miracle miracle #MistTea")) if one.rule == "forbidden-term"]
    assert len({one.fingerprint for one in found}) == len(found) == 2


def test_a_rule_that_the_brief_turns_off_finds_nothing(tagged: Brief) -> None:
    quiet = tagged.model_copy(update={"rules": {"off-message": "off", "missing-hashtag": "note"}})
    assert [(one.rule, one.severity) for one in findings(quiet, draft("rain"))] == [("missing-hashtag", "note")]


def test_one_line_keeps_words_and_drops_what_is_obeyed() -> None:
    assert one_line("a\x1b[31m\r\n\u2028 b\ud800") == "a [31m    b "


def test_findings_do_not_depend_on_the_other_posts(tagged: Brief) -> None:
    posts = make_posts("rain", "A miracle.", "rain").posts
    alone = [one for post in posts for one in findings(tagged, post)]
    assert list(findings(tagged, *posts)) == alone
    assert alone[0].fingerprint == replace(alone[0]).fingerprint
