"""Words that turn what a segment says: negations, hedges, denials, questions, in Vietnamese and English.

A cue by itself proves nothing; the calibrated model weighs it beside the similarity and the specifics. The lists were
collected from the campaigns in ``training/campaigns``.
"""

import regex

from consistency.language import normalise

_NEGATION = regex.compile(
    r"\b(?:không|ko|k|kh|hông|hổng|hong|hok|chẳng|chả|chưa|đâu có|chớ|đừng|hết|khong|hong|chang"
    r"|no|not|never|without|none|nothing|\w+n['’]t|nor|zero|free)\b"
)
_HEDGE = regex.compile(
    r"\b(?:nghe nói|nghe đâu|nghe bảo|nghe đồn|hình như|chắc|có lẽ|chưa thử|chưa test|chưa biết|không chắc|hỏng biết"
    r"|hổng biết|quên|gì đó|thì phải|đồn|nghe bao|hinh nhu"
    r"|i think|apparently|supposedly|maybe|not sure|haven['’]?t (?:tried|tested|checked)|they say|i heard|allegedly"
    r"|probably|i guess|or something|something like|forget|forgot|we['’]?ll see|will see)\b"
)
_DENIAL = regex.compile(
    r"\b(?:chứ không|đâu phải|làm gì có|chứ đâu|thực ra|sự thật|nói vậy chứ|ai dè|hóa ra|hoá ra|quảng cáo|lời đồn"
    r"|actually|turns out|nope|wrong|lies?|claims?|claimed|not true|the (?:label|box|website|ad) says?)\b"
)


def negated(text: str) -> bool:
    """Whether a text holds a negation."""
    return _NEGATION.search(_plain(text)) is not None


def hedge(text: str) -> str | None:
    """The first words with which a text takes back its certainty."""
    match = _HEDGE.search(_plain(text))
    return match.group() if match else None


def denied(text: str) -> bool:
    """Whether a text holds words with which a claim is taken up to be corrected."""
    return _DENIAL.search(_plain(text)) is not None


def asked(text: str) -> bool:
    """Whether a text asks."""
    return "?" in text


def _plain(text: str) -> str:
    return normalise(text).text.lower()
