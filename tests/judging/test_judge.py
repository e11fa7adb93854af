from collections.abc import Callable, Sequence
from pathlib import Path

from consistency.embedding import StoredEmbedder, VectorStore
from consistency.judging import Judge, finding
from consistency.judging.readings import Pair, Reading
from consistency.language import segment
from consistency.records.brief import Brief
from consistency.records.findings import Label, MessageFinding
from tests.support import FakeEmbedder, FakeReader


def judged(caption: str, **message: object) -> MessageFinding:
    brief = Brief.model_validate(
        {"campaign": "c", "messages": [{"id": "ice", "text": "The jar keeps ice frozen all day.", **message}]}
    )
    judge = Judge(brief, FakeEmbedder(), FakeReader())
    return finding(judge.judge([segment(caption)], lambda _: None)[0].messages[0], caption, judge.thresholds)


def test_an_accepted_wording_conveys_its_message() -> None:
    caption = "Monday. My drink stayed properly cold until bedtime. Bye."
    assert judged(caption).label is Label.ABSENT
    helped = judged(caption, says=["stayed properly cold until bedtime"])
    assert helped.label is Label.CONVEYS
    assert helped.evidence is not None
    assert helped.evidence.text == "My drink stayed properly cold until bedtime."


def test_a_refused_wording_contradicts_its_message() -> None:
    caption = "Monday. It was a puddle well before lunch. Bye."
    plain, refused = judged(caption), judged(caption, contradicts=["a puddle well before lunch"])
    assert plain.label is Label.ABSENT
    assert refused.probability <= plain.probability + 0.05
    assert refused.label is Label.CONTRADICTS


def test_a_brief_of_messages_alone_is_judged(tmp_path: Path) -> None:
    brief = Brief.model_validate({"campaign": "c", "messages": [{"id": "ice", "text": "The jar keeps ice."}]})
    embedder = StoredEmbedder(FakeEmbedder(), VectorStore(tmp_path))
    judge = Judge(brief, embedder, FakeReader())
    assert judge.judge([segment("The jar keeps ice.")], lambda _: None)[0].messages[0].conveys > 0.5


class CountingReader(FakeReader):
    def __init__(self) -> None:
        self.pairs: list[Pair] = []

    def read(self, pairs: Sequence[Pair], advance: Callable[[int], None]) -> list[Reading]:
        self.pairs += pairs
        return super().read(pairs, advance)


def test_a_caption_that_comes_near_nothing_is_not_cut_into_clauses_or_read() -> None:
    brief = Brief.model_validate(
        {"campaign": "c", "messages": [{"id": "ice", "text": "The jar keeps ice frozen all day."}]}
    )
    embedder, reader = FakeEmbedder(), CountingReader()
    judge = Judge(brief, embedder, reader)
    embedder.embedded.clear()
    other = segment("Xưởng gốm ở phố huyện, nhưng tuần sau mới mở cửa")
    assert other.clauses
    [judgement] = judge.judge([other], lambda _: None)
    assert embedder.embedded == [one.text for one in other.sentences]
    assert reader.pairs == []
    assert judgement.messages[0].conveys < judge.thresholds.conveys
    near = segment("Well, the jar keeps ice frozen, and all day too")
    judge.judge([near], lambda _: None)
    assert {one.text for one in near.clauses} <= set(embedder.embedded)
    assert [pair.claim for pair in reader.pairs] == ["The jar keeps ice frozen all day."]


def test_evidence_in_several_places_is_all_there() -> None:
    caption = "The jar keeps ice frozen all day. Nothing else to say here, really. Frozen ice all day, the jar."
    found = judged(caption)
    assert found.label is Label.CONVEYS
    assert found.evidence is not None
    texts = [found.evidence.text, *(one.text for one in found.more_evidence)]
    assert texts[0] == "The jar keeps ice frozen all day."
    assert any("Frozen ice" in text for text in texts[1:])
