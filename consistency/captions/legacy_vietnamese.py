"""Vietnamese text in the letters of fonts from before Unicode, which nobody can judge: told by its spelling.

In files such text stands as Western letters (``TiÕng ViÖt``), whether their encoding is Unicode or not: the font alone
made it Vietnamese. It isn't converted here, as no well-kept library does it; what it is, is said.

TCVN3 is what fonts such as .VnTime have, VNI what VNI-Times has.
"""

import re

CONVERT = "convert it to Unicode, for example with the toolkit of UniKey (Ctrl+Shift+F6)"

_SPELLINGS = {
    # A sign or a Western capital inside a word or, where no sign of punctuation is one, at its end.
    "TCVN3": re.compile(
        r"(?<=[A-Za-z\xad])(?:[\xa8-\xae\xb5-\xbe](?=[a-zß-þ\xa8-\xae])|[\xb5\xb6\xb8\xb9\xbc-\xbe](?![A-Za-z]))"
        r"|(?<=[a-z])[Æ-Þ](?![A-Z])|\b®(?=[a-zß-þ\xa8-\xad])"
    ),
    # The tone, or the hat and the tone, as a letter after the vowel.
    "VNI": re.compile(
        r"(?<=[aeouyôö])[ùøûõï]|(?<=[aeo])[âáàåãä]|(?<=a)[êéèúüë]|(?<![a-z])ñ(?=[aeiouyô])", re.IGNORECASE
    ),
}
_WESTERN = re.compile(r"o[ùû]|[ao]ï|a[éë]|[eo][áã]", re.IGNORECASE)
"""What French, Portuguese and others spell as VNI does: it counts only beside what they don't."""
_UNICODE = re.compile("[ăđĩũơưẠ-ỹ]")
"""Letters that Vietnamese in Unicode has in each sentence, and such fonts don't have."""
_WORD = re.compile(r"\S*[^\W\d_]\S*")
_SHARE = 0.2
"""Of the words that are so spelled; in Vietnamese it is about half, in Western languages next to none."""


def legacy_letters(text: str) -> str:
    """``TCVN3`` or ``VNI`` where the words are spelled so, else nothing.

    It takes two words with different marks, so that a brand's sign (``Nike®``) or a single ``où`` tells nothing.
    """
    if text.isascii() or _UNICODE.search(text):
        return ""
    for name, spelling in _SPELLINGS.items():
        if len(set(spelling.findall(text))) < 2:
            continue
        words = _WORD.findall(text)
        so_spelled = sum(spelling.search(word) is not None for word in words)
        only_so = any(spelling.search(_WESTERN.sub("", word)) for word in words)
        if so_spelled >= max(2, _SHARE * len(words)) and only_so:
            return name
    return ""
