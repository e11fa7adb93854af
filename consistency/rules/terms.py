"""Words that no post may hold, and what was left in by mistake."""

from collections.abc import Iterator

import regex

from consistency.language.matching import find_phrase, sentence_around
from consistency.records.findings import Severity
from consistency.rules.rulebook import Broken, RuleInput, rule

# "[TÊN KOL]", "{name}", "<INSERT UNI>", "XXX": what a template says where the creator was to write something.
_PLACEHOLDER = regex.compile(
    r"[\[{<](?:(?:INSERT|TÊN|TEN|NAME|YOUR|BRAND|ĐIỀN|DIEN|CODE|MÃ|LINK|HANDLE|CREATOR|KOL|KOC|TODO)\b[^\]}>\n]{0,40})[\]}>]"
    r"|\bL[Oo][Rr][Ee][Mm] [Ii]psum\b|(?<![\p{L}\p{N}])X{3,}(?![\p{L}\p{N}])|\{\{[^}\n]{1,40}\}\}"
)


@rule(
    "forbidden-term",
    Severity.ERROR,
    reads=RuleInput,
    fires=("thần dược đó nghen", "than duoc nha", "THẦN DƯỢC", "𝘁𝗵𝗮̂̀𝗻 𝗱𝘂̛𝗼̛̣𝗰", "#ThanDuoc", "money hacks", "life-hack"),
    silent=("thân được nhận quà", "hackathon night vui quá", "shackles", "thần, dược sĩ bảo vậy"),
)
def forbidden_term(given: RuleInput) -> Iterator[Broken]:
    """A word or phrase that the brief forbids is in the caption.

    Why: legal or the brand has struck it, often because it promises what nobody may promise.
    Fix: say it in other words. A phrase in which the word may stand can be named in the brief under "except".
    """
    for term in given.brief.forbid.terms:
        allowed = [span for phrase in term.allowed_in for span in find_phrase(phrase, given.words)]
        for start, end in find_phrase(term.term, given.words):
            if not any(first <= start and end <= last for first, last in allowed):
                yield Broken(expected=term.term, evidence=given.evidence(start, end))


@rule(
    "competitor",
    Severity.WARNING,
    reads=RuleInput,
    fires=("ngon hơn Trà Bảy Mây", "tra bay may ne", "#TraBayMay", "@trabaymay.vn"),
    silent=("bảy đám mây bay trên đồi trà", "trà bay mây trôi"),
)
def competitor(given: RuleInput) -> Iterator[Broken]:
    """A competitor that the brief names is in the caption.

    Why: the post advertises for someone else, and a comparison may be unlawful where it can't be proved.
    Fix: leave the name out, unless the lead agrees.
    """
    for name in given.brief.forbid.competitors:
        for start, end in find_phrase(name, given.words):
            around = sentence_around(given.post.caption, start, end)
            yield Broken(expected=name, found=given.post.caption[start:end], evidence=given.evidence(*around))


@rule(
    "placeholder",
    Severity.ERROR,
    reads=RuleInput,
    fires=("Mùa hè này [TÊN KOL] mê trà", "Starting at [INSERT UNI]?", "mã {{code}}", "giảm XXX nha"),
    silent=("[Quảng cáo] trà ngon", "(ad) trà", "size XXL", "trà :}"),
)
def placeholder(given: RuleInput) -> Iterator[Broken]:
    """A placeholder of a template was left in the caption.

    Why: everyone sees that the words were handed out.
    Fix: put in what it stands for, and better, say it in own words.
    """
    for match in _PLACEHOLDER.finditer(given.normalised.text):
        yield Broken(
            expected="", found=match.group(), evidence=given.evidence(*given.normalised.source_span(*match.span()))
        )


@rule(
    "outside-window",
    Severity.WARNING,
    reads=RuleInput,
    fires=("2026-11-30: trà",),
    silent=("2026-12-01: trà", "trà không ngày"),
)
def outside_window(given: RuleInput) -> Iterator[Broken]:
    """The post's date is outside the campaign's window.

    Why: a post too early or too late doesn't count, or breaks an agreement on when something becomes public.
    Fix: move the date, or the window in the brief. A post without a date isn't checked.
    """
    window, day = given.brief.window, given.post.posted_at
    if window and day and not window.first <= day <= window.last:
        yield Broken(expected=f"{window.first} to {window.last}", found=day.isoformat())
