"""Plain signs for those that cost: of typography, and of every letter drawn from a Latin one."""

import re
import unicodedata
from functools import lru_cache

# Typography that costs: what is lost is a shape, never a letter. Whatever is not here and is made
# of letters that are (â, À, ï, ², a bold letter) takes those; the rest has no replacement.
_REPLACEMENTS = {
    **dict.fromkeys("’‘‚‛ʼ′‹›`´ʻʽˈ΄᾽᾿῾ꞌꞋ", "'"),
    **dict.fromkeys("“”„‟«»″¨˝", '"'),
    **dict.fromkeys("–—―‐‑‒−•‣▪●¯‾⁃∙◦■□➢➤\uf0b7\uf0a7\uf0d8\uf0fc", "-"),
    **dict.fromkeys("\u200b\u200c\u200e\u200f\u2060\ufeff\u00ad\ufffc°˚", ""),
    **dict.fromkeys("\u2028\u2029", "\n"),
    **dict.fromkeys("·‧⋅", "."),
    "\t": " ",
    "\u202f": " ",
    "½": "1/2",
    "¼": "1/4",
    "¾": "3/4",
    "⁄": "/",
    "©": "(c)",
    "®": "(R)",
    "×": "x",
    "÷": "/",
    "±": "+/-",
    "≤": "<=",
    "≥": ">=",
    "‰": "o/oo",
    "→": "->",
    "←": "<-",
    "⇒": "=>",
    "˜": "~",
    "ˆ": "^",
    "¸": ",",
    "˙": ".",
    "¦": "|",
    "∆": "Δ",
    "∑": "Σ",
    "∏": "Π",
}
# Letters made of no others, as passports write them (ICAO Doc 9303, part 3, section 6.A); those of
# Africa's and the Sámi's alphabets by the letter that they are drawn from.
_LETTERS = {
    "œ": "oe",
    "Œ": "OE",
    "ø": "o",
    "Ø": "O",
    "æ": "ae",
    "Æ": "AE",
    "ß": "ss",
    "ẞ": "SS",
    "þ": "th",
    "Þ": "TH",
    "ð": "d",
    "Ð": "D",
    "ı": "i",
    "ȷ": "j",
    "ĸ": "k",
    "ŋ": "n",
    "Ŋ": "N",
    "ə": "e",
    "Ə": "E",
    "ɛ": "e",
    "Ɛ": "E",
    "ɔ": "o",
    "Ɔ": "O",
    "ʒ": "z",
    "Ʒ": "Z",
    "ſ": "s",
    "ƛ": "l",
    "ɣ": "g",
    "Ɣ": "G",
    "ʊ": "u",
    "Ʊ": "U",
    "ɩ": "i",
    "Ɩ": "I",
    "ʋ": "v",
    "Ʋ": "V",
    "ǝ": "e",
    "Ǝ": "E",
    "Ɖ": "D",
    "ƿ": "w",
    "Ƿ": "W",
    "ȝ": "y",
    "Ȝ": "Y",
}
#: Ł, đ, Ħ, ƙ: their names tell which letter has a stroke, a bar or a hook.
_DRAWN_FROM = re.compile(
    r"LATIN (SMALL|CAPITAL) LETTER (?:AFRICAN |INSULAR )?([A-Z]{1,2})(?: WITH .*| BAR)?"
)
_SLASHED = "\u0338"  # over a sign it turns the meaning: ≠ is no =


@lru_cache(maxsize=4096)
def apart(char: str) -> tuple[str, ...]:
    """Return the signs that ``char`` is made of, without accents: ǿ is ø; or ``char`` itself."""
    if char in _REPLACEMENTS or unicodedata.combining(char):
        return (char,)
    parts = unicodedata.normalize("NFKD", char)
    bare = tuple(part for part in parts if not unicodedata.combining(part))
    return (char,) if _SLASHED in parts or bare[0].isspace() != char.isspace() else bare


@lru_cache(maxsize=4096)
def plain(char: str) -> str:
    """Return the plain signs that may stand for a sign, or the sign itself."""
    if char in _REPLACEMENTS or char in _LETTERS:
        return _REPLACEMENTS.get(char, _LETTERS.get(char, ""))
    if unicodedata.combining(char):
        return ""
    named = _DRAWN_FROM.fullmatch(unicodedata.name(char, ""))
    if not named:
        return char
    return named[2].lower() if named[1] == "SMALL" else named[2]
