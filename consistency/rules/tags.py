"""Required hashtags, handles, codes and links: there, nearly there, or missing."""

from collections.abc import Iterator, Sequence

import regex
from rapidfuzz import fuzz

from consistency.language.cleaning import fold, normalise
from consistency.language.matching import SocialTag, composed
from consistency.records.findings import Severity
from consistency.records.phrases import Phrase
from consistency.rules.rulebook import Broken, RuleInput, rule

_NEAR = 80.0
"""From this similarity on (rapidfuzz's normalised indel similarity, 0..100) a tag was meant for the required one."""
_PUNCTUATION = regex.compile(r"[\W_]+")
_NOT_LATIN = regex.compile(r"[\p{L}--\p{Latin}]", regex.V1)
# Small letters of other alphabets that look like Latin ones (Unicode Technical Standard 39, confusables).
_LOOK_ALIKES = str.maketrans("аеорсухіјѕԁһοανρυικ", "aeopcyxijsdhoavpuik")
_LINK = regex.compile(r"(?:https?://)?(?:www\.)?([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?:/[^\s#]*)?)", regex.I)


@rule(
    "missing-hashtag",
    Severity.ERROR,
    reads=RuleInput,
    fires=("Trà ngon ghê #MotNgumSuong", "Trà ngon ghê"),
    silent=("Trà ngon #mocsuong", "Trà #MOCSUONG.", "#MocSuong🍃", "#MocSuongg"),
)
def missing_hashtag(given: RuleInput) -> Iterator[Broken]:
    """A hashtag that the brief asks for isn't in the caption, not even misspelt.

    Why: posts are counted and found by the campaign's tags; one without them vanishes from tracking.
    Fix: add the tag as it stands in the brief. Capitals don't matter.
    """
    yield from _missing(given, given.brief.require.hashtags)


@rule(
    "near-miss-hashtag",
    Severity.ERROR,
    reads=RuleInput,
    fires=(
        "Trà ngon #MocSuongg",
        "#MộcSương",
        "#𝗠𝗼𝗰𝗦𝘂𝗼𝗻𝗴",
        "#Moc_Suong",
        "#Moc.Suong",
        "#MocSuongTea",
        "# MocSuong",
        "#MосSuong",
    ),
    silent=("Trà ngon #mocsuong #mocsuongg", "#suong", "#MotNgumSuong"),
)
def near_miss_hashtag(given: RuleInput) -> Iterator[Broken]:
    """A hashtag that the brief asks for is there, but misspelt.

    Why: platforms compare tags letter by letter. An accent, an underscore, a styled or foreign letter or a full stop
    makes another tag, and the post vanishes from tracking although it looks right.
    Fix: replace it by the tag as it stands in the brief.
    """
    yield from _near_misses(given, given.brief.require.hashtags)


@rule(
    "missing-mention",
    Severity.ERROR,
    reads=RuleInput,
    fires=("Trà ngon #MocSuong", "Trà @mai.an"),
    silent=("Trà của @mocsuong.tea.", "@MocSuong.Tea ơi", "Trà @mocsuong_tea"),
)
def missing_mention(given: RuleInput) -> Iterator[Broken]:
    """A handle that the brief asks for isn't mentioned, not even misspelt.

    Why: the brand is only told of the post, and only shown with it, when its handle is right.
    Fix: mention the handle as it stands in the brief.
    """
    yield from _missing(given, given.brief.require.mentions)


@rule(
    "near-miss-mention",
    Severity.ERROR,
    reads=RuleInput,
    fires=("Trà @mocsuong_tea", "@mocsuongtea", "@mocsuong.tee"),
    silent=("@mocsuong.tea @mocsuongtea", "@mai.an"),
)
def near_miss_mention(given: RuleInput) -> Iterator[Broken]:
    """A handle that the brief asks for is mentioned, but misspelt.

    Why: it names another account, or none.
    Fix: replace it by the handle as it stands in the brief.
    """
    yield from _near_misses(given, given.brief.require.mentions)


@rule(
    "missing-code",
    Severity.WARNING,
    reads=RuleInput,
    fires=("Nhập MOC5 nha", "MOC150"),
    silent=("mã moc15 nha", "#MOC15", "(MOC15)", "𝗠𝗢𝗖𝟭𝟱"),
)
def missing_code(given: RuleInput) -> Iterator[Broken]:
    """A discount code that the brief asks for isn't in the caption.

    Why: sales by the code are how the campaign is counted and the creator is paid.
    Fix: add the code; capitals don't matter.
    """
    text = given.normalised.text.casefold()
    for code in given.brief.require.codes:
        if not regex.search(rf"(?<![\p{{L}}\p{{N}}]){regex.escape(code.casefold())}(?![\p{{L}}\p{{N}}])", text):
            yield Broken(expected=code)


@rule(
    "missing-link",
    Severity.WARNING,
    reads=RuleInput,
    fires=("link ở bio", "mocsuong.example/dong"),
    silent=("https://www.mocsuong.example/he/", "xem MocSuong.example/he?utm=1 nha"),
)
def missing_link(given: RuleInput) -> Iterator[Broken]:
    """A link that the brief asks for isn't in the caption.

    Why: visits by the link are how the campaign is counted.
    Fix: add the link; its scheme, "www." and what follows "?" don't matter.
    """
    there = {_plain_link(match.group(1)) for match in _LINK.finditer(given.normalised.text)}
    for link in given.brief.require.links:
        match = _LINK.fullmatch(link)
        if _plain_link(match.group(1) if match else link) not in there:
            yield Broken(expected=link)


def _plain_link(link: str) -> str:
    return link.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0].rstrip("/.,;:!)").casefold()


def _missing(given: RuleInput, required: Sequence[str]) -> Iterator[Broken]:
    nearly_there = {near.expected for near in _near_misses(given, required)}
    for expected in _not_there(given, required):
        if expected not in nearly_there:
            yield Broken(expected=expected)


def _not_there(given: RuleInput, required: Sequence[str]) -> list[str]:
    there = {tag.sign + tag.tracked for tag in given.tags}
    return [expected for expected in required if composed(expected) not in there]


def _near_misses(given: RuleInput, required: Sequence[str]) -> Iterator[Broken]:
    wanted = {composed(tag) for tag in required}
    others = [tag for tag in given.tags if tag.sign + tag.tracked not in wanted]
    for expected in _not_there(given, required):
        rated = [(_similarity(tag, expected), tag) for tag in others if tag.sign == expected[0]]
        similarity, nearest = max(rated, key=lambda pair: pair[0], default=(0.0, None))
        if nearest is not None and similarity >= _NEAR:
            typed = _as_meant(nearest, expected)
            yield Broken(
                expected=expected,
                found=typed,
                reason=_reason(typed, expected),
                evidence=given.evidence(nearest.start, nearest.start + len(typed)),
            )


def _skeleton(tag: str) -> str:
    return str(_PUNCTUATION.sub("", fold(normalise(tag).text).translate(_LOOK_ALIKES)))


def _similarity(tag: SocialTag, expected: str) -> float:
    return max(fuzz.ratio(_skeleton(reading), _skeleton(expected)) for reading in _readings(tag))


def _readings(tag: SocialTag) -> tuple[str, ...]:
    """A tag up to where the platform ends it, and up to the next space."""
    return (tag.typed[: 1 + len(tag.tracked)], tag.typed) if tag.tracked else (tag.typed,)


def _as_meant(tag: SocialTag, expected: str) -> str:
    return max(_readings(tag), key=lambda reading: fuzz.ratio(_skeleton(reading), _skeleton(expected)))


def _reason(typed: str, expected: str) -> str:
    """Why a platform doesn't count what was typed."""
    plain = normalise(typed).text
    if _NOT_LATIN.search(plain) and not _NOT_LATIN.search(expected):
        return Phrase("a letter of another alphabet only looks the same")
    if _skeleton(typed) != _skeleton(expected):
        return Phrase("it is spelt differently")
    if composed(plain) != composed(typed):
        return Phrase("styled or invisible characters make another tag")
    if fold(plain) != plain.casefold() or fold(expected) != expected.casefold():
        return Phrase("accents make another tag")
    return Phrase("a space, full stop, hyphen or underscore makes another tag")
