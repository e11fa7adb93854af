import json
from dataclasses import replace
from datetime import date, timedelta

from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

from consistency.records.brief import Brief
from consistency.records.captions import Captions
from consistency.records.findings import CampaignReport
from consistency.records.retrospective import Retrospective
from consistency.report import json_schema, render_html, render_json, render_text
from consistency.report.aftermath import after_the_campaign
from tests.support import check, make_posts

TEMPLATE = "This summer I love Mist tea because the tea has no sugar and no sweetener, promise"


def campaign(brief: Brief) -> CampaignReport:
    """Forty posts in which all columns are, a template among them, and likes that can't be."""
    captions = [TEMPLATE, "The tea has no sugar and no sweetener <b>", "rain rain flood rain in the street"]
    posts = [
        replace(
            post,
            caption=f"{post.caption} {n}",
            creator=f"<i>{n % 20}",
            platform=("tiktok", "instagram")[n % 2],
            posted_at=date(2026, 1, 5) + timedelta(days=n),
            followers=20_000 + n,
            likes=60_000 if n == 7 else 600 + 7 * n,
            comments=20,
        )
        for n, post in enumerate(make_posts(*(captions[n // 14] for n in range(40))).posts)
    ]
    return check(brief, Captions(posts=tuple(posts), skipped=()))


def test_the_schema_is_that_of_the_records() -> None:
    made = TypeAdapter(Retrospective).json_schema(mode="serialization", ref_template="#/$defs/{model}")
    parts = made.pop("$defs") | {"Retrospective": made}
    assert {name: json_schema()["$defs"].get(name) for name in parts} == parts


def test_the_json_holds_each_section_that_has_something(brief: Brief) -> None:
    report = json.loads(render_json(campaign(brief)))
    Draft202012Validator(json_schema()).validate(report)
    seen = report["retrospective"]
    assert {"pull_through", "change", "copies", "voices", "audience"} <= seen.keys()
    assert seen["audience"]["signals"][0]["post_id"] == "p8"
    bare = json.loads(render_json(check(brief, make_posts("rain all day"))))
    assert "change" not in bare["retrospective"]
    assert "audience" not in bare["retrospective"]


def test_a_post_s_entry_does_not_depend_on_what_is_seen_over_all(brief: Brief) -> None:
    whole = campaign(brief)
    alone = check(brief, Captions(posts=(whole.posts[7].post,), skipped=()))
    assert alone.posts[0] == whole.posts[7]


def test_the_sections_say_it_in_words(brief: Brief) -> None:
    report = campaign(brief)
    sections = {section.id: section for section in after_the_campaign(report.brief, report.retrospective)}
    assert "went from 100 % to 0 %" in " ".join(sections["change"].findings)
    assert "captions of" in sections["copies"].findings[0]
    assert sections["audience"].findings[0].startswith("Look at <i>7:")
    for section in sections.values():
        assert section.limits
        for table in section.tables:
            assert {len(row) for row in table.rows} == {len(table.headers)}


def test_page_and_terminal_show_the_sections(brief: Brief) -> None:
    report = campaign(brief)
    page, text = render_html(report), render_text(report)
    for section in after_the_campaign(report.brief, report.retrospective):
        assert f'id="after-{section.id}"' in page
        assert not section.findings or section.title.lower() in text
    assert "<i>7" not in page
    assert "&lt;i&gt;7" in page


def test_where_nothing_is_known_there_are_no_sections(brief: Brief) -> None:
    report = check(brief, Captions(posts=(replace(make_posts("rain").posts[0], creator=""),), skipped=()))
    assert after_the_campaign(report.brief, report.retrospective) == ()
    assert 'id="after-' not in render_html(report)
