"""Whether a post says that it is advertising, in words that the market accepts, where they are seen."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from consistency.language.cleaning import EMOJI, fold
from consistency.language.detection import detect_languages
from consistency.language.matching import Word, composed, same_word
from consistency.records.brief import Brief
from consistency.records.findings import Disclosure, DisclosureState, Severity
from consistency.records.phrases import Phrase
from consistency.rules.packs import Pack, Wordings, common, packs
from consistency.rules.rulebook import Broken, RuleInput, rule

FOLD_CHARACTERS = 125
"""Grapheme clusters of a caption that are seen before "more", by Instagram's help; other figures disagree."""
FOLD_LINES = 3

_BRAND = "{brand}"
_LONGEST_BRAND = 4
_CLUSTER = regex.compile(r"\X")
_LABEL_STARTS_AFTER = frozenset("\n.!?…:;|–—-•·()[]{}/\"'“”‘’,+*<>~✨" + EMOJI)
_AFTER_TAG = regex.compile(r"#[\p{L}\p{M}\p{N}_]+$")
_TAG_BLOCK = regex.compile(r"(?:[#@][\p{L}\p{M}\p{N}_.]+|[A-Z]+[0-9]+|[^\p{L}\p{N}#@])+$")


@dataclass(frozen=True, slots=True)
class _Found:
    adequate: bool
    language: str
    start: int
    end: int


@lru_cache(maxsize=1)  # four rules and the report ask for it, one post at a time
def disclosure(given: RuleInput) -> Disclosure | None:
    """The disclosure of a post; ``None`` where the brief asks for none or no pack knows the market."""
    demand = given.brief.disclosure
    pack = packs().get(demand.market or given.brief.market or "")
    if not demand.required or pack is None:
        return None
    denied = _denials(given)
    found = [one for one in _wordings(given, pack) if not any(a < one.end and one.start < b for a, b in denied)]
    codes = sorted({*pack.adequate, *pack.weak, *given.brief.languages} - {"*"})
    languages = {"*"} | detect_languages([word.text for word in given.words if not word.tag], codes)
    adequate = [one for one in found if one.adequate and one.language in languages]
    other_language = [one for one in found if one.adequate and one not in adequate]
    seen = [one for one in adequate if _is_seen(given.post.caption, one)]
    weak = [one for one in found if not one.adequate]
    denial = [_Found(False, "*", *span) for span in denied]
    for state, of_state, why in (
        (DisclosureState.OK, seen, Phrase("adequate words, seen at once")),
        (DisclosureState.BURIED, adequate, Phrase("after the fold, or in the last block of tags")),
        (DisclosureState.DENIED, denial, Phrase("the post says that it is no advertising")),
        (DisclosureState.WEAK, other_language, Phrase("in another language than the caption")),
        (DisclosureState.WEAK, weak, Phrase("words that don't say that it is advertising")),
    ):
        if of_state:
            return _state(given, pack, state, of_state[0], why)
    return _state(given, pack, DisclosureState.MISSING, None, Phrase("no words that disclose advertising"))


@rule(
    "disclosure-missing",
    Severity.ERROR,
    reads=RuleInput,
    fires=("Trà ngon ghê", "không dịu nhẹ như quảng cáo", "#adventure #spring"),
    silent=("Quảng cáo: trà ngon", "trà ngon, quảng cáo nha"),
)
def disclosure_missing(given: RuleInput) -> Iterator[Broken]:
    """The post doesn't say that it is advertising.

    Why: in most markets the law demands it; in Viet Nam fines are 20-30 million VND (secondary source).
    Fix: begin with words that the market accepts, such as "Quảng cáo" or "#quangcao" in Viet Nam, "Ad" in the UK.
    """
    yield from _broken(given, DisclosureState.MISSING)


@rule(
    "disclosure-denied",
    Severity.ERROR,
    reads=RuleInput,
    fires=("Không phải quảng cáo đâu, trà ngon", "Not an ad, I bought mine", "Không ai trả tiền cho bài này"),
    silent=("Quảng cáo: không đường", "not me checking my fridge"),
)
def disclosure_denied(given: RuleInput) -> Iterator[Broken]:
    """The post says that it is no advertising.

    Why: if it was agreed with the brand, that is a lie to its readers; if it wasn't, it doesn't belong here.
    Fix: replace the denial by a disclosure, or take the post out of the campaign.
    """
    yield from _broken(given, DisclosureState.DENIED)


@rule(
    "disclosure-buried",
    Severity.WARNING,
    reads=RuleInput,
    fires=("Trà ngon ghê mấy bạn ơi. " * 8 + "Quảng cáo.", "Trà ngon ghê #ootd #quangcao"),
    silent=("Quảng cáo. " + "Trà ngon ghê mấy bạn ơi. " * 8,),
)
def disclosure_buried(given: RuleInput) -> Iterator[Broken]:
    """The post discloses after the fold, or in its last block of tags.

    Why: who reads the first lines doesn't learn that it is advertising.
    Fix: move the words to the beginning.
    """
    yield from _broken(given, DisclosureState.BURIED)


@rule(
    "disclosure-weak",
    Severity.WARNING,
    reads=RuleInput,
    fires=("Hợp tác cùng Mộc Sương, trà ngon", "#ad trà này ngon lắm mấy bạn ơi", "Cảm ơn @mocsuong.tea nha"),
    silent=("Quảng cáo: trà ngon", "Được Mộc Sương tài trợ, trà ngon ghê"),
)
def disclosure_weak(given: RuleInput) -> Iterator[Broken]:
    """The post discloses in words that the market doesn't accept, or in another language than its own.

    Why: readers can take "thanks", "collab" or "#gifted" for friendship; the authority says so.
    Fix: use words that the market accepts, in the language of the caption, at its beginning.
    """
    yield from _broken(given, DisclosureState.WEAK)


def _broken(given: RuleInput, state: DisclosureState) -> Iterator[Broken]:
    own = disclosure(given)
    if own is not None and own.state is state:
        yield Broken(expected="", reason=own.rule, evidence=own.evidence)


def _state(given: RuleInput, pack: Pack, state: DisclosureState, found: _Found | None, why: str) -> Disclosure:
    return Disclosure(
        state=state,
        evidence=given.evidence(found.start, found.end) if found else None,
        market=pack.market,
        rule=why,
        source=f"{pack.kind}: {pack.source} Read {pack.read}.",
    )


def _denials(given: RuleInput) -> list[tuple[int, int]]:
    """Spans of the caption that deny advertising."""
    text = given.normalised.text.lower()
    if len(text) != len(given.normalised.text):  # a letter whose small form is longer, such as İ
        text = given.normalised.text
    return sorted(
        given.normalised.source_span(*match.span())
        for pattern, typed_plain in _denial_patterns()
        for match in pattern.finditer(text)
        if not typed_plain or match.group() == fold(match.group())
    )


@lru_cache(maxsize=1)
def _denial_patterns() -> list[tuple[regex.Pattern[str], bool]]:
    """Each pattern as it stands, and as it is typed without diacritics."""
    return [
        (regex.compile(fold(pattern) if typed_plain else pattern), typed_plain)
        for pattern in common().denials
        for typed_plain in (False, True)
    ]


def _wordings(given: RuleInput, pack: Pack) -> Iterator[_Found]:
    """Every wording of the pack and the brief that stands in the caption, the adequate ones first."""
    demand = given.brief.disclosure
    for adequate, of_market, of_brief in ((True, pack.adequate, demand.adequate), (False, pack.weak, demand.weak)):
        own = Wordings(
            phrases=tuple(text for text in of_brief if not text.startswith("#")),
            tags=tuple(text for text in of_brief if text.startswith("#")),
        )
        by_language = {"*": own} if demand.replace else {**of_market, "*": own}
        for language, wordings in by_language.items():
            tags = {composed(tag)[1:] for tag in wordings.tags}
            spans = [(tag.start, tag.end) for tag in given.tags if tag.sign == "#" and tag.tracked in tags]
            for phrase in wordings.phrases:
                spans += _phrase_spans(given, phrase)
            for label in wordings.labels:
                spans += [span for span in _phrase_spans(given, label) if _is_label(given, language, *span)]
            for start, end in sorted(set(spans)):
                yield _Found(adequate, language, start, end)


def _phrase_spans(given: RuleInput, phrase: str) -> list[tuple[int, int]]:
    """Spans of a phrase among the plain words; ``{brand}`` takes the brand's name or a handle."""
    parts = phrase.split()
    if any(part != _BRAND and fold(part) not in given.plain_words for part in parts):
        return []
    among = given.words
    brand = _brand_words(given.brief.brand)
    spans = []
    for first in range(len(among)):
        last = _match(among, first, parts, brand)
        if last is not None and not among[first].tag.startswith("#"):
            spans.append((among[first].start, among[last - 1].end))
    return spans


def _match(among: list[Word], index: int, parts: list[str], brand: tuple[str, ...]) -> int | None:
    """Index after the words that a phrase takes from ``index`` on; ``None`` where it doesn't stand there."""
    for part in parts:
        if part == _BRAND:
            here = tuple(fold(word.text) for word in among[index : index + len(brand)])
            if index < len(among) and among[index].tag.startswith("@"):
                index += 1
            elif brand and here == brand:
                index += len(brand)
            else:
                return None
        elif index < len(among) and same_word(among[index].text, part):
            index += 1
        else:
            return None
    return index


@lru_cache(maxsize=64)
def _brand_words(brand: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in brand.split())


def _is_label(given: RuleInput, language: str, start: int, end: int) -> bool:
    """Whether a word begins a sentence, line or bracket and isn't talked about."""
    before = given.post.caption[:start].rstrip(" \t\u200b\ufe0f")
    if (
        before
        and before[-1] not in _LABEL_STARTS_AFTER
        and not _is_symbol(before[-1])
        and not _AFTER_TAG.search(before)
    ):
        return False
    following = next((word for word in given.words if word.start >= end), None)
    if following is None or given.post.caption[end : following.start].strip():
        return True
    return not any(same_word(following.text, talk) for talk in common().talk_after.get(language, ()))


def _is_symbol(character: str) -> bool:
    return regex.match(r"[\p{S}\p{P}\p{M}\p{Cf}\u20e3]", character) is not None


def _is_seen(caption: str, found: _Found) -> bool:
    """Whether words stand before the fold and not in the last block of tags."""
    clusters = sum(1 for match in _CLUSTER.finditer(caption) if match.start() < found.end)
    block = _TAG_BLOCK.search(caption)
    in_block = block is not None and block.group().count("#") > 1 and found.start >= block.start() > 0
    return clusters <= FOLD_CHARACTERS and caption.count("\n", 0, found.start) < FOLD_LINES and not in_block


def fold_at(caption: str) -> int | None:
    """Where a caption is cut, as an index into it: after so many clusters or lines; ``None`` where it is seen whole."""
    for count, match in enumerate(_CLUSTER.finditer(caption)):
        if count == FOLD_CHARACTERS or caption.count("\n", 0, match.start()) >= FOLD_LINES:
            return int(match.start())
    return None


def disclosure_words(brief: Brief, language: str) -> str | None:
    """Words that disclose well enough in the brief's market, best in a language; ``None`` where no pack knows it."""
    demand = brief.disclosure
    pack = packs().get(demand.market or brief.market or "")
    if not demand.required or pack is None:
        return None
    by_language = {} if demand.replace else pack.adequate
    for wordings in (by_language.get(language), by_language.get("*"), *by_language.values()):
        if wordings:
            for words in (wordings.labels, wordings.tags, wordings.phrases):
                plain = [text for text in words if _BRAND not in text]
                if plain:
                    return plain[0][:1].upper() + plain[0][1:]
    return next(iter(demand.adequate), None)
