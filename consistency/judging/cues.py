"""Words that turn what a segment says: negations, hedges, denials, sarcasm, questions, in Vietnamese and English.

A cue by itself proves nothing; the calibrated model weighs it beside the similarity and the specifics. The lists were
collected from the campaigns in ``training/campaigns``.
"""

from functools import lru_cache

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
_SARCASM = regex.compile(
    r"\b(?:yeah,? right|oh,? sure|sure,? sure|sure,? jan|as if|in your dreams|dream on|pull the other one|good one"
    r"|if you say so|tell me another|nice try|what a joke|how cute|bless their|colour me shocked|shocker|my foot"
    r"|my arse|my ass|said no one|yeah,? no|whatever you say"
    r"|có mà|mơ đi|nằm mơ|còn lâu|tin được chết liền|chết liền|nói như thật|nói nghe hay|nghe hay|nghe sang|ừ thì"
    r"|vâng vâng|dạ vâng|ghê chưa|kinh chưa|hay quá ha|giỏi quá ha|xạo|xàm|tin người quá|tin sái cổ|hài ghê|hài thật"
    r"|cười xỉu|buồn cười|chắc tui tin|chắc tôi tin)\b"
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


def sarcastic(text: str) -> str | None:
    """The first words that may mean that a text says the opposite of what it means."""
    match = _SARCASM.search(_plain(text))
    return match.group() if match else None


def asked(text: str) -> bool:
    """Whether a text asks."""
    return "?" in text


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    return normalise(text).text.lower()
