from consistency.records.brief import Brief
from consistency.report import render_text
from tests.support import check, make_posts


def test_the_summary_names_what_a_lead_needs(brief: Brief) -> None:
    text = render_text(check(brief, make_posts("rain all day", "")))
    assert text.startswith("tea: 0 of 1 captions are ready; 1 needs a change.")
    assert "sugar (required): The tea has no sugar and no sweetener." in text
    assert "posts.csv:2 p1 by mai: off message" in text
    assert "error: off-message: The caption says none of the messages, not even partly." in text
    assert "posts.csv:3: the caption is empty" in text


def test_a_terminal_is_told_nothing_by_captions() -> None:
    hostile = Brief.model_validate(
        {"campaign": "c\x1b[31m", "messages": [{"id": "a", "text": "say \x1b]0;x\x07 this"}]}
    )
    text = render_text(check(hostile, make_posts("rain all day")))
    assert "\x1b" not in text
    assert "\x07" not in text
