import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.records.brief import Brief
from consistency.records.captions import Place, Post
from consistency.records.findings import RuleFinding
from consistency.rules import RuleInput, check_rules
from tests.support import SOCIAL_TEXT


def check(caption: str, *, hashtags: list[str] | None = None, mentions: list[str] | None = None) -> list[RuleFinding]:
    brief = Brief.model_validate(
        {
            "campaign": "c",
            "messages": [{"id": "a", "text": "b"}],
            "require": {"hashtags": hashtags or [], "mentions": mentions or []},
            "disclosure": {"required": False},
        }
    )
    return list(check_rules(RuleInput(brief, Post(post_id="p", place=Place(source="x", line=1), caption=caption))))


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("#TarnwelRidge", "it is spelt differently"),
        ("#Tarnwell_Ridge", "a space, full stop, hyphen or underscore makes another tag"),
        ("#Tarnwell.Ridge", "a space, full stop, hyphen or underscore makes another tag"),
        ("# TarnwellRidge", "a space, full stop, hyphen or underscore makes another tag"),
        ("#TärnwellRidge", "accents make another tag"),
        ("#𝗧𝗮𝗿𝗻𝘄𝗲𝗹𝗹𝗥𝗶𝗱𝗴𝗲", "styled or invisible characters make another tag"),
        ("#Tarn\u200bwellRidge", "styled or invisible characters make another tag"),
        ("#Таrnwellridge", "a letter of another alphabet only looks the same"),
        ("#TarnwellRidgeWalk", "it is spelt differently"),
    ],
)
def test_near_misses_say_why(typed: str, reason: str) -> None:
    [found] = check(f"walk {typed} today", hashtags=["#TarnwellRidge"])
    assert (found.rule, found.expected, found.found, found.reason) == (
        "near-miss-hashtag",
        "#TarnwellRidge",
        typed,
        reason,
    )
    assert found.evidence is not None
    assert found.evidence.text == typed


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_tag_with_accents_is_found_composed_and_decomposed(form: str) -> None:
    assert check(unicodedata.normalize(form, "mê #HảiĐượm."), hashtags=["#HảiĐượm"]) == []


def test_a_tag_is_compared_whole() -> None:
    [found] = check("#adventure #adorable", hashtags=["#ad"])
    assert found.rule == "missing-hashtag"


def test_another_required_tag_is_no_near_miss() -> None:
    [found] = check("#TarnwellRide", hashtags=["#TarnwellRide", "#TarnwellRidge"])
    assert (found.rule, found.expected) == ("missing-hashtag", "#TarnwellRidge")


@given(SOCIAL_TEXT, st.sampled_from(["#DaNhayCam", "#new", "#Đ"]))
def test_a_tag_put_in_is_never_missing(caption: str, tag: str) -> None:
    assert check(f"{caption} {tag}", hashtags=[tag], mentions=[]) == []


@given(SOCIAL_TEXT)
def test_evidence_is_where_it_says(caption: str) -> None:
    for found in check(caption, hashtags=["#DaNhayCamm"], mentions=["@moc_suong"]):
        if found.evidence:
            assert caption[found.evidence.start : found.evidence.end] == found.evidence.text == found.found
