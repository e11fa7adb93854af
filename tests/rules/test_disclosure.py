import unicodedata

import pytest
from hypothesis import given as for_any

from consistency.records.brief import Brief
from consistency.records.captions import Place, Post
from consistency.records.findings import Disclosure
from consistency.rules import RuleInput, disclosure
from consistency.rules.packs import packs
from tests.support import SOCIAL_TEXT

LONG = "Hôm nay kể chuyện vui ở công ty cho cả nhà nghe, pha trà rồi ngồi xuống đọc từ từ nha mọi người. " * 2


def state(caption: str, market: str = "VN", **demand: object) -> str:
    own = judge(caption, market, **demand)
    return own.state if own else "none"


def judge(caption: str, market: str = "VN", **demand: object) -> Disclosure | None:
    brief = Brief.model_validate(
        {
            "campaign": "c",
            "brand": "Mộc Sương",
            "languages": ["vi", "en"],
            "messages": [{"id": "a", "text": "b"}],
            "disclosure": {"market": market, **demand},
        }
    )
    return disclosure(RuleInput(brief, Post(post_id="p", place=Place(source="x", line=1), caption=caption)))


@pytest.mark.parametrize(
    ("market", "caption", "expected"),
    [
        ("VN", "Quảng cáo: trà này ngon lắm", "ok"),
        ("VN", "quang cao nha ae, tra nay ngon lam", "ok"),
        ("VN", unicodedata.normalize("NFD", "(Quảng cáo) trà này ngon lắm"), "ok"),
        ("VN", "𝗤𝘂𝗮̉𝗻𝗴 𝗰𝗮́𝗼 trà này ngon lắm", "ok"),
        ("VN", "#quangcao trà này ngon lắm", "ok"),
        ("VN", "Trà này ngon lắm. Bài được Mộc Sương tài trợ", "ok"),
        ("VN", "Hợp tác có trả phí với @mocsuong.tea, trà ngon lắm", "ok"),
        ("VN", "Hợp tác cùng @mocsuong.tea, trà ngon lắm", "weak"),
        ("VN", "Cảm ơn @mocsuong.tea gửi trà ngon lắm", "weak"),
        ("VN", "#ad trà này ngon lắm mấy bạn ơi", "weak"),
        ("VN", "Ad: this tea tastes great, my friends", "ok"),
        ("VN", "không dịu nhẹ như quảng cáo đâu mọi người", "missing"),
        ("VN", "Quảng cáo nói giữ lạnh 24 tiếng mà đá tan từ trưa", "missing"),
        ("VN", "Không phải quảng cáo đâu, tự mua tự uống, trà ngon lắm", "denied"),
        ("VN", "không ai trả tiền cho bài này cả nha", "denied"),
        ("VN", "từ mùa hè tới giờ uống hoài trà này", "missing"),
        ("VN", "ngon lắm nha #MocSuong #quangcao", "buried"),
        ("VN", LONG + "Quảng cáo cho @mocsuong.tea.", "buried"),
        ("VN", "một\nhai\nba\nQuảng cáo", "buried"),
        ("UK", "#sponsored this loan app is good", "weak"),
        ("US", "#sponsored this loan app is good", "ok"),
        ("UK", "thanks @mocsuong.tea for having me", "weak"),
        ("US", "Thank you to Mộc Sương for the free product!", "ok"),
        ("UK", "not me checking my tea before I check my texts", "missing"),
        ("UK", "Not an ad, I bought mine, honestly", "denied"),
        ("UK", "#notanad just love this tea", "denied"),
        ("UK", "#adventure #adorable #spring tea", "missing"),
        ("UK", "#gifted tea for my birthday", "weak"),
        ("IE", "#gifted tea for my birthday", "ok"),
        ("IE", "#sponsored tea for my birthday", "weak"),
        ("EU", "Werbung: dieser Tee schmeckt wirklich gut und ist kalt", "ok"),
        ("EU", "in collaboration with the tea people, enjoy your summer", "weak"),
    ],
)
def test_states(market: str, caption: str, expected: str) -> None:
    assert state(caption, market) == expected


def test_words_found_are_shown_with_the_source() -> None:
    own = judge("Trà ngon lắm. Bài viết quảng cáo nha")
    assert own is not None
    assert own.evidence is not None
    assert own.evidence.text == "Bài viết quảng cáo"
    assert "Decree 342/2025" in own.source
    assert own.source.endswith("Read 2026-11-22.")


def test_a_brief_extends_or_replaces_a_pack() -> None:
    assert state("Bài này có kẹo, trà ngon lắm", adequate=["có kẹo"]) == "ok"
    assert state("#MocPartner trà ngon lắm", adequate=["#MocPartner"]) == "ok"
    assert state("Quảng cáo: trà ngon lắm", adequate=["có kẹo"], replace=True) == "missing"
    assert state("Có quà nha, trà ngon lắm", weak=["có quà"]) == "weak"


def test_none_where_none_is_asked_for_or_no_pack_knows_the_market() -> None:
    assert state("trà", required=False) == "none"
    assert state("trà", market="JP") == "none"


@pytest.mark.parametrize("market", sorted(packs()))
def test_packs_say_where_they_are_from(market: str) -> None:
    pack = packs()[market]
    assert pack.market == market
    assert len(pack.source) > 40
    assert {"vi", "en"} <= set(pack.adequate)
    both = {
        language: {*pack.adequate[language].tags, *pack.adequate[language].labels}
        & {*pack.weak[language].tags, *pack.weak[language].labels}
        for language in pack.weak
    }
    assert not any(both.values()), "a wording is adequate or weak"


@for_any(SOCIAL_TEXT)
def test_any_caption_has_a_state_and_exact_evidence(caption: str) -> None:
    own = judge(caption)
    assert own is not None
    if own.evidence:
        assert caption[own.evidence.start : own.evidence.end] == own.evidence.text
