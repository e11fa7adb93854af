import json
import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

import consistency
from consistency.records.phrases import Language, Phrase
from consistency.report.languages import Speech, catalogue, say
from consistency.rules import BRIEF_RULES, RULES


def sentences() -> set[str]:
    """Every sentence of ours that can come to a page."""
    methods = [("**.py", "python"), ("**.j2", "jinja2.ext:babel_extract")]
    found = extract_from_dir(Path(consistency.__file__).parent, methods, keywords={"Phrase": None, "_": None})
    literal = {message for _, _, message, _, _ in found if isinstance(message, str) and message}
    return literal | {rule.headline for rule in (*RULES.values(), *BRIEF_RULES.values())}


def places(template: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(template)} - {None}


def test_every_sentence_is_there_in_vietnamese_with_the_same_places() -> None:
    vietnamese = catalogue("vi")
    assert sentences() - vietnamese.keys() == set()
    assert {english for english, text in vietnamese.items() if places(english) != places(text)} == set()


def test_no_sentence_is_translated_that_nobody_says() -> None:
    assert catalogue("vi").keys() - sentences() == set()


def test_a_phrase_is_english_text_and_can_be_said_in_vietnamese() -> None:
    phrase = Phrase("{detail} in “{place}”", detail=Phrase("“{asked}”", asked="{x}"), place="</b>")
    assert phrase == "“{x}” in “</b>”"
    assert say(phrase, "vi") == "“{x}” trong “</b>”"
    assert say("on message", "vi") == "on message"
    assert say(Phrase("nobody translated {this}", this=1), "vi") == "nobody translated 1"


@pytest.mark.parametrize("hostile", ["</script><b>", "<!--<script>", "\u2028 & \"'"])
def test_texts_cannot_leave_their_element(hostile: str) -> None:
    speech = Speech(Language.ENGLISH)
    markup = speech.text(Phrase("Please add {expected}", expected=hostile))
    assert "<b>" not in markup
    data = str(speech.script_data())
    assert "<" not in data
    assert json.loads(data)["texts"] == [[f"Please add {hostile}", f"Bạn thêm {hostile} giúp nhé"]]
    assert speech.text(hostile) == speech.text(hostile)
    assert "data-t" not in speech.text(hostile)
