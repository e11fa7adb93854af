from pathlib import Path

import pytest

from consistency.errors import ModelError
from consistency.judging import load_reader
from consistency.judging.readings import ABSENT, CONTRADICTS, CONVEYS, PARTIAL, Pair
from consistency.records.captions import Segment

PAIRS = [
    Pair((Segment(text="ice was gone", start=0, end=12), Segment(text="by noon", start=13, end=20)), "keeps ice"),
    Pair((Segment(text="keeps ice", start=0, end=9),), "keeps ice"),
]


def make_model(folder: Path, outputs: list[str]) -> Path:
    """A tiny untrained cross-encoder whose outputs have these names."""
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "ice", "was", "gone", "by", "noon", "keeps"]
    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        id2label=dict(enumerate(outputs)),
        label2id={name: number for number, name in enumerate(outputs)},
    )
    BertForSequenceClassification(config).save_pretrained(folder, safe_serialization=True)
    return folder


@pytest.mark.model
@pytest.mark.parametrize(
    ("outputs", "columns"),
    [
        (["contradiction", "entailment", "neutral"], {CONTRADICTS, CONVEYS, ABSENT}),
        (["ENTAILMENT", "NEUTRAL", "CONTRADICTION"], {CONTRADICTS, CONVEYS, ABSENT}),
        (["conveys", "partial", "contradicts", "absent"], {CONTRADICTS, CONVEYS, PARTIAL, ABSENT}),
    ],
)
def test_any_model_with_named_outputs_reads(tmp_path: Path, outputs: list[str], columns: set[int]) -> None:
    folder = make_model(tmp_path / "judge", outputs)
    readings = load_reader(str(folder), tmp_path / "cache").read(PAIRS, lambda _: None)
    for reading in readings:
        assert reading.chances.sum() == pytest.approx(1, abs=1e-5)
        assert set(reading.chances.nonzero()[0]) == columns
        assert len(reading.evidence) == 0
    again = load_reader(str(folder), tmp_path / "cache").read(PAIRS[1:], lambda _: None)
    assert again[0].chances.tolist() == readings[1].chances.tolist()


@pytest.mark.model
def test_a_model_with_one_score_is_refused(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "judge", ["LABEL_0"])
    with pytest.raises(ModelError, match="expected entailment, neutral and contradiction"):
        load_reader(str(folder), tmp_path / "cache").read(PAIRS, lambda _: None)


@pytest.mark.model
def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match="can't be loaded as a cross-encoder"):
        load_reader(str(tmp_path / "empty"), tmp_path / "cache").read(PAIRS, lambda _: None)
