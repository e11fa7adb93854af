"""Each part is there where its columns are, and says in words what was seen."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from consistency.campaign import check_campaign
from consistency.records.captions import Captions, Post
from consistency.records.findings import CampaignReport
from consistency.records.retrospective import Dimension
from consistency.report.aftermath import Part, after_the_campaign
from consistency.report.cards import anchor
from tests.report.conftest import MARKUP
from tests.support import check

PARTS = ["heard", "change", "faults", "themes", "copies", "voices", "audience"]


def parts_of(report: CampaignReport) -> dict[str, Part]:
    return {part.id: part for part in after_the_campaign(report)}


def test_all_parts_say_what_was_seen(all_columns: CampaignReport) -> None:
    parts = parts_of(all_columns)
    assert list(parts) == PARTS
    changed, drift = parts["change"].observations
    assert changed.words == (
        "“The tea has no sugar and no sweetener.” is in 100 % of the captions before 2026-10-25,"
        " and in 0 % from then on."
    )
    assert drift.words.startswith("Captions say less of the brief: mean drift")
    assert changed.details == ("Of creators who posted both before and after: 100 %, then 0 %.",)
    assert len(parts["change"].figures) == 2
    misspelt = parts["faults"].observations[-1]
    assert (misspelt.words[:12], misspelt.quote, len(misspelt.posts)) == ("6 creators: ", "#MisttTea", 6)
    assert "rain" in parts["themes"].observations[0].words
    assert parts["copies"].observations[0].words == "2 captions of 2 creators are nearly the same"
    [look] = parts["audience"].observations
    assert look.words == f"Look at mai.7{MARKUP}"
    assert any("Likes per comment: 5,229; the median of 20 captions of other micro" in words for words in look.details)
    assert parts["audience"].notes == ("228 figures were compared with those of peers.",)


def test_links_lead_to_cards(all_columns: CampaignReport) -> None:
    cards = {anchor(post.post.post_id) for post in all_columns.posts}
    seen = [one for part in after_the_campaign(all_columns) for one in part.observations]
    linked = {link.anchor for one in seen for link in one.posts}
    assert linked
    assert linked <= cards


@pytest.mark.parametrize(
    ("without", "gone"),
    [
        (lambda post: replace(post, posted_at=None), {"change"}),
        (lambda post: replace(post, followers=None), {"audience"}),
        (lambda post: replace(post, creator=""), {"faults", "copies", "voices", "themes", "audience"}),
        (
            lambda post: replace(post, followers=None, views=None, platform="", posted_at=None),
            {"heard", "change", "audience"},
        ),
    ],
)
def test_a_part_is_there_only_if_its_columns_are(
    all_columns: CampaignReport, without: Callable[[Post], Post], gone: set[str]
) -> None:
    posts = tuple(without(post.post) for post in all_columns.posts)
    parts = parts_of(check(all_columns.brief, Captions(posts=posts, skipped=())))
    said = {name for name, part in parts.items() if part.observations or part.figures or name == "audience"}
    assert said == set(PARTS) - gone


def test_without_models_there_is_what_needs_none(all_columns: CampaignReport) -> None:
    posts = tuple(post.post for post in all_columns.posts)
    report = check_campaign(all_columns.brief, Captions(posts=posts, skipped=()), None, None)
    assert list(parts_of(report)) == ["faults", "copies", "audience"]


def test_tables_are_rectangles(all_columns: CampaignReport) -> None:
    tables = [table for part in after_the_campaign(all_columns) for table in part.tables]
    assert len(tables) == 5
    for table in tables:
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.headers)}
    weeks = [one for one in all_columns.retrospective.pull_through if one.by is Dimension.WAVE]
    by_time = parts_of(all_columns)["heard"].tables[1]
    assert len(by_time.rows) == 2 + len(weeks)
