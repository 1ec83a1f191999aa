"""A text as its readers see it, so that texts which look the same cost the same.

What shows nothing is Unicode's property Default_Ignorable_Code_Point (UAX 44), and the controls.
Where it changes what is seen it is kept: in pictures made of several signs (UTS 51), between the
letters of Arabic and of Indian scripts, behind Chinese signs, and where a text runs from the right.
"""

import re
import unicodedata

_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
#: Blanks of every width. The ogham one shows a line.
BLANKS = "\t\u00a0\u2000-\u200a\u202f\u205f\u2800\u3000\u3164\uffa0"
#: Controls, and what fonts show nothing of.
UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
#: Signs that are drawn as those of ASCII; the ligatures that only files made for printing hold.
_AS_DRAWN = str.maketrans(
    {
        **dict(zip("\u2010\u2011\u02d7\u2215\u2236\u2223\u2024\u01c3", "---/:|.!", strict=True)),
        **dict(zip("∆∑∏", "ΔΣΠ", strict=True)),
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
    }
)
#: Cyrillic and Greek letters that are drawn as Latin ones, and the Latin ones.
_TWINS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухёїѐӓӧӕһԁԛԝӀүΑΒΕΖΗΙΚΜΝΟΡΤΥΧονόϹϲ",
    "ABESIJKMHOPCTYXaesijopcyxëïèäöæhdqwIyABEZHIKMNOPTYXovóCc",
)
_OTHER_SCRIPT = re.compile("[Ͱ-ϿЀ-ԯ]")
_OWN_LETTER = re.compile(f"(?![ΓΔΘΛΞΠΣΦΨΩ{''.join(map(chr, _TWINS))}])[Ͱ-ϿЀ-ԯ]")

#: Emoji that are a picture only if U+FE0F follows (emoji-data.txt: Emoji, no Emoji_Presentation).
_DRAWN_AS_TEXT = (
    "©®‼⁉™ℹ↔-↙↩↪⌨⏏⏭-⏯⏱⏲⏸-⏺Ⓜ▪▫▶◀◻◼☀-☄☎☑☘☝☠☢☣☦☪☮☯☸-☺♀♂♟♠♣♥♦♨♻♾⚒⚔-⚗⚙⚛⚜⚠⚧⚰⚱⛈⛏⛑⛓⛩⛰⛱⛴⛷-⛹✂✈✉✌✍✏✒✔✖✝✡✳✴❄❇❣❤"
    "➡⤴⤵⬅-⬇〰〽㊗㊙🅰🅱🅾🅿🈂🈷🌡🌤-🌬🌶🍽🎖🎗🎙-🎛🎞🎟🏋-🏎🏔-🏟🏳🏵🏷🐿👁📽🕉🕊🕯🕰🕳-🕹🖇🖊-🖍🖐🖥🖨🖱🖲🖼🗂-🗄🗑-🗓🗜-🗞🗡🗣🗨🗯🗳🗺🛋🛍-🛏🛠-🛥🛩🛰🛳"
)
_PICTURE = "[©®‼⁉™ℹ←-⇿⌀-⏿Ⓜ■-➿⤴⤵⬀-⯿〰〽㊗㊙\U0001f000-\U0001faff]"
_TAGS = "[\U000e0020-\U000e007e]+\U000e007f"
_ONE = f"{_PICTURE}(?:[\ufe0e\ufe0f]|{_TAGS})?[\U0001f3fb-\U0001f3ff]?"
_SEQUENCE = f"{_ONE}(?:\u200d{_ONE})*|[0-9#*]\ufe0f?\u20e3"
_INDIAN = (  # and Arabic
    "\u0620-\u109f\u1780-\u17b3\u17b6-\u180a\u1810-\u18af\u1b00-\u1bff\ua800-\uabff"
    "\U00010a00-\U00011fff"
)
_JOINED = f"(?<=[{_INDIAN}])[\u200c\u200d]"
_MONGOLIAN = "(?<=[\u1820-\u18aa])[\u180b-\u180f]"
_HANGUL = "\u115f(?=[\u1160-\u11a7])|(?<=[\u1100-\u115f])\u1160"
_CHINESE = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CHOSEN = f"(?<=[{_CHINESE}])[\ufe00-\ufe02\U000e0100-\U000e01ef]"
_VARIANT = "(?<=[\u1000-\u109f\u2200-\u22ff\ua9e0-\ua9ff\uaa60-\uaa7f])\ufe00"
_KEPT = "|".join((_SEQUENCE, _JOINED, _MONGOLIAN, _HANGUL, _CHOSEN, _VARIANT))
_TOLD = re.compile(f"({_KEPT})|[{UNSEEN}]")
_TURNS = "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_TOLD_BOTH_WAYS = re.compile(f"({_KEPT}|{_TURNS})|[{UNSEEN}]")
_HEBREW = (
    "\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
)
_FROM_RIGHT = re.compile(f"[{_HEBREW}]")  # and Arabic, Syriac, N'Ko
#: Emoji that are a picture by themselves, among signs most of which are none (Emoji_Presentation).
_PICTURES = (
    "⌚⌛⏩-⏬⏰⏳◽◾☔☕♈-♓♿⚓⚡⚪⚫⚽⚾"
    "⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓-❕❗➕-➗➰➿⬛⬜⭐⭕"
)
_NEEDLESS = re.compile(
    f"(?<=[^{_DRAWN_AS_TEXT}0-9#*])\ufe0f|(?<=[←-⯿])(?<![{_DRAWN_AS_TEXT}{_PICTURES}])\ufe0e"
)

# Nothing is to be changed of ASCII, of Latin letters, and of the usual signs.
_STRANGE = re.compile("[^ -~\n¡-¬®-ǂǄ-ʯΓΔΘΛΞΠΣΦΨΩ‘-‣‥…–—€]")


def visible(text: str) -> str:
    """Return ``text`` as its readers see it: what can be seen stays, what cannot be costs nothing.

    Blanks of every width become spaces, line breaks of every kind line feeds, and an accent typed
    apart joins its letter. Blanks at the end of a line go, as do blanks and empty lines at either
    end of the text.
    """
    text = shown(text).strip(" \n")
    return "\n".join(line.rstrip(" ") for line in text.split("\n")) if " \n" in text else text


def shown(text: str) -> str:
    """Return ``text`` as its readers see it, with the blanks at the ends of its lines."""
    if not _STRANGE.search(text):
        return text
    plain = re.sub(f"[{BLANKS}]", " ", _BREAKS.sub("\n", text)).translate(_AS_DRAWN)
    told = _TOLD_BOTH_WAYS if _FROM_RIGHT.search(plain) else _TOLD
    seen = told.sub(lambda found: _NEEDLESS.sub("", found[1] or ""), plain)
    return unicodedata.normalize("NFC", _latin(unicodedata.normalize("NFC", seen)))


def _latin(text: str) -> str:
    """Return ``text`` with Latin letters for those of other scripts that are drawn alike.

    A text that has letters which only Greek or Cyrillic has is in that script, and stays as it is.
    """
    if not _OTHER_SCRIPT.search(text) or _OWN_LETTER.search(text):
        return text
    return text.translate(_TWINS)


def visible_values(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values of one recipient as readers see them: the very same, if nothing changes."""
    joined = "".join(values)
    if joined.isascii() and joined.isprintable():  # nearly all of them
        return values
    return tuple(map(visible, values)) if _STRANGE.search(joined) or "\n" in joined else values
