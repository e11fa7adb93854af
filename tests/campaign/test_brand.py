from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.campaign import check_campaign
from consistency.campaign.brand import BrandCalibration, fit_brand, judged_for, read_calibration
from consistency.errors import ConsistencyError
from consistency.judging import CaptionJudgement, Judgement, Thresholds
from consistency.judging.calibration import shifted
from consistency.judging.features import Context
from consistency.records.brief import Brief
from consistency.records.captions import Segment
from tests.support import FakeEmbedder, FakeReader, make_posts

THRESHOLDS = Thresholds(conveys=0.5, contradicts=0.3, touched=0.4, sure=0.7, forbidden=0.5)
NOWHERE = Segment(text="x", start=0, end=1)


@pytest.fixture
def single() -> Brief:
    return Brief.model_validate({"campaign": "tea", "messages": [{"id": "a", "text": "No sugar.", "required": True}]})


def judged(brief: Brief, *conveys: float) -> dict[str, CaptionJudgement]:
    def one(chance: float) -> CaptionJudgement:
        probabilities = np.array([chance, 0, 0, 1 - chance])
        context = Context(NOWHERE, NOWHERE, "x", "x")
        messages = (Judgement(brief.messages[0], probabilities, context, ()),)
        return CaptionJudgement(messages=messages, claims=(), vector=np.zeros(1, dtype=np.float32))

    return {f"p{number:03d}": one(chance) for number, chance in enumerate(conveys)}


def test_a_lead_who_accepts_hints_moves_the_odds_up(single: Brief) -> None:
    chances = [0.1, 0.35, 0.4, 0.45] * 10
    decisions = {f"p{number:03d}": chance > 0.3 for number, chance in enumerate(chances)}
    fit = fit_brand(single, judged(single, *chances), decisions, THRESHOLDS)
    assert fit.shift > 0.5
    assert fit.after.right > fit.before.right
    assert fit.after.log_loss < fit.before.log_loss
    assert fit.posts == 40


def test_a_lead_who_agrees_changes_no_odds(single: Brief) -> None:
    chances = [0.02, 0.98] * 20
    decisions = {f"p{number:03d}": chance > 0.5 for number, chance in enumerate(chances)}
    fit = fit_brand(single, judged(single, *chances), decisions, THRESHOLDS)
    assert fit.after.right == fit.before.right == 40
    assert (fit.after.looks, fit.after.missed) == (0, 0)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=20, max_size=60))
def test_nothing_gets_worse_whatever_was_decided(rows: list[tuple[float, bool]]) -> None:
    brief = Brief.model_validate({"campaign": "tea", "messages": [{"id": "a", "text": "No sugar.", "required": True}]})
    decisions = {f"p{number:03d}": approved for number, (_, approved) in enumerate(rows)}
    decisions |= {"p000": True, "p001": False}
    fit = fit_brand(brief, judged(brief, *(chance for chance, _ in rows)), decisions, THRESHOLDS)
    assert fit.after.missed <= fit.before.missed
    assert fit.after.cost <= fit.before.cost
    assert fit.after.log_loss <= fit.before.log_loss


@pytest.mark.parametrize(
    ("decisions", "words"),
    [
        ({f"p{number:03d}": number > 3 for number in range(19)}, "19 decisions were found .* expected 20 or more"),
        ({f"p{number:03d}": True for number in range(30)}, "all decisions are the same"),
        ({f"q{number:03d}": number > 3 for number in range(30)}, "0 decisions were found"),
    ],
)
def test_too_little_is_no_calibration(single: Brief, decisions: dict[str, bool], words: str) -> None:
    with pytest.raises(ConsistencyError, match=words):
        fit_brand(single, judged(single, *[0.5] * 30), decisions, THRESHOLDS)


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4).filter(lambda row: sum(row) > 0.1), st.floats(-3, 3))
def test_shifted_probabilities_are_probabilities(row: list[float], shift: float) -> None:
    before = np.round(np.array([row]) / sum(row), 4)
    after = shifted(before, shift)
    assert (after >= 0).all()
    np.testing.assert_allclose(after.sum(), 1, atol=1e-3)
    assert (after[0, 0] >= before[0, 0] - 2e-4) if shift >= 0 else (after[0, 0] <= before[0, 0] + 2e-4)


def brand(**changes: object) -> BrandCalibration:
    given = {"model": "fake 1", "judge": "fake 1", "posts": 20, "shift": 1.5, "sure": 0.9} | changes
    return BrandCalibration.model_validate(given)


def test_a_file_moves_a_check_s_probabilities_and_is_named_in_the_report(brief: Brief, tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(brand().model_dump_json())
    posts = make_posts("no sugar in this tea, friends")
    models = FakeEmbedder(), FakeReader()
    plain = check_campaign(brief, posts, *models)
    moved = check_campaign(brief, posts, *models, calibration=read_calibration(path, *models))
    assert moved.posts[0].messages[0].probability > plain.posts[0].messages[0].probability
    assert (moved.run.settings["conveys_shift"], moved.run.settings["sure_from"]) == (1.5, 0.9)
    assert plain.run.settings["conveys_shift"] == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "the calibration can't be opened"),
        ("{", "the file: Invalid JSON"),
        (brand().model_dump_json().replace("1.5", "9"), "shift: Input should be less than or equal to 3"),
        (brand(model="other").model_dump_json(), "was made with another model or judge; run calibrate again"),
    ],
)
def test_a_file_that_does_not_fit_is_named(tmp_path: Path, content: str | None, words: str) -> None:
    path = tmp_path / "calibration.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ConsistencyError, match=words):
        read_calibration(path, FakeEmbedder(), FakeReader())


def test_captions_are_judged_by_id_and_those_without_words_left_out(brief: Brief) -> None:
    found = judged_for(brief, make_posts("no sugar", "🔥", ""), FakeEmbedder(), FakeReader())
    assert list(found) == ["p1"]
