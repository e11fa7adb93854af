import json

from jsonschema import Draft202012Validator

from consistency.campaign import compare_captions, compare_runs
from consistency.records.brief import Brief
from consistency.records.comparison import PostState, RunState
from consistency.records.phrases import Language
from consistency.report import comparison_schema, render_comparison_html, render_comparison_json, render_comparison_text
from tests.support import check, make_posts

GOOD = "The tea has no sugar and no sweetener. Bye\x1b[31m now."


def states(brief: Brief, *captions: str) -> RunState:
    posts = check(brief, make_posts(*captions)).posts
    return RunState(name="run", facts={}, posts=tuple(map(PostState.of, posts)))


def test_the_json_is_what_the_schema_says(brief: Brief) -> None:
    before, after = make_posts(GOOD, "rain"), make_posts(GOOD + " Really.")
    sides = states(brief, GOOD, "rain"), states(brief, GOOD + " Really.")
    for comparison in (compare_captions(before, after, sides, ("a", "b")), compare_runs(*sides)):
        Draft202012Validator.check_schema(comparison_schema())
        Draft202012Validator(comparison_schema()).validate(json.loads(render_comparison_json(comparison)))


def test_the_text_says_what_got_worse_first(brief: Brief) -> None:
    edited = GOOD.replace("no sugar and no sweetener", "a lovely cap")
    comparison = compare_captions(
        make_posts(GOOD, "rain"), make_posts(edited), (states(brief, GOOD, "rain"), states(brief, edited)), ("a", "b")
    )
    text = render_comparison_text(comparison)
    assert text.startswith(
        "a → b\n1 captions are in both; 1 got worse, 0 changed otherwise; 1 only before, 0 only after."
    )
    assert "worse: message sugar: conveyed → not said" in text
    assert "lost: no sugar and no sweetener." in text
    assert "added: a lovely cap." in text
    assert "only before\n  p2" in text
    assert "\x1b" not in text


def test_the_page_says_the_same_in_two_languages_and_keeps_text_text(brief: Brief) -> None:
    edited = GOOD.replace("no sugar and no sweetener", "a <script>lovely</script> cap")
    sides = states(brief, GOOD, "rain"), states(brief, edited)
    comparison = compare_captions(make_posts(GOOD, "rain"), make_posts(edited), sides, ("a<b", "c"))
    page = render_comparison_html(comparison)
    assert page.count("<script") == 2  # the texts and the page's own
    for words in ("a&lt;b → c", "1 captions are in both", "worse: message sugar: conveyed → not said", "Only before"):
        assert words in page
    assert "kém đi: thông điệp sugar: có truyền tải → không nói" in render_comparison_html(comparison, Language("vi"))
