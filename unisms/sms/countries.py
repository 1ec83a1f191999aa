"""Countries as people write them, and the numbers that are national forms of one.

Names are those of Unicode CLDR in French and English; codes of two and three letters are ISO
3166-1.
"""

import re
from functools import cache, lru_cache

import phonenumbers
from babel import Locale
from babel.core import get_global

from unisms.sms import msisdn
from unisms.sms.template import fold

LANGUAGES = ("fr", "en", "es", "de", "it", "pt")
#: as they are called beside their names in CLDR
_ALSO = {
    "GB": "uk|u k|angleterre|england|ecosse|scotland|wales|grande bretagne|great "
    "britain|pays de galles"
    "|irlande du nord|northern ireland|royaume uni de grande bretagne et d irlande du nord",
    "US": "usa|u s a|etats unis d amerique|united states of america",
    "CD": (
        "rdc|rd congo|republique democratique du congo|congo rdc|zaire|democratic republic "
        "of the congo"
    ),
    "CG": "congo|republique du congo|congo brazza|republic of the congo",
    "CI": "ivory coast|rci",
    "CF": "rca",
    "CN": "republique populaire de chine|chine populaire",
    "CZ": "republique tcheque|czech republic",
    "HK": "hong kong|hong kong chine|hong kong china",
    "IR": "republique islamique d iran",
    "KP": "republique populaire democratique de coree|democratic people s republic of korea",
    "KR": "coree|republique de coree|korea|republic of korea",
    "LA": "republique democratique populaire lao",
    "LY": "jamahiriya arabe libyenne",
    "MD": "republique de moldavie|moldavie|republic of moldova",
    "MK": "macedoine|macedonia|ex republique yougoslave de macedoine",
    "MM": "birmanie|burma",
    "MO": "macao|macau|macao chine|macau china",
    "NL": "hollande|holland",
    "PS": "palestine|territoire palestinien occupe|territoires palestiniens occupes",
    "RU": "federation de russie|federation russe|russian federation",
    "SY": "republique arabe syrienne",
    "SZ": "swaziland",
    "TR": "turquie|turkey",
    "TZ": "republique unie de tanzanie",
    "VN": "viet nam|vietnam",
    "CV": "cap vert",
    "FR": "france metropolitaine",
    "RE": "reunion|ile de la reunion",
    "GF": "guyane",
    "PF": "polynesie|tahiti",
    "NC": "nouvelle caledonie",
    "WF": "wallis",
    "MU": "ile maurice",
    "VA": "vatican",
    "AE": "emirats",
    "BA": "bosnie",
    "BF": "burkina",
    "ST": "sao tome",
    "VE": "republique bolivarienne du venezuela",
    "TL": "timor oriental|east timor",
}
_ARTICLE = re.compile(r"(?:le|la|les|l|the) ")
_SMALL = {"le", "la", "les", "l", "de", "du", "des", "d", "of", "the", "et", "and"}
_WRITTEN_OUT = {"rep": "republique", "dem": "democratique", "pop": "populaire", "nlle": "nouvelle"}
_WRITTEN_OUT |= {"st": "saint", "ste": "sainte", "ile": "iles", "island": "islands"}
#: Countries that share a name with another one, and words that tell the other.
_WITH_TWINS = {"CG", "GN", "KR", "SD"}
_OTHER_TWIN = {"democratique", "democratic", "populaire", "people", "nord", "north", "sud", "south"}
_OTHER_TWIN |= {"equatoriale", "equatorial", "bissau", "kinshasa"}
_PARTS = re.compile(r"\s[-–—:/]\s|[():/;,]")


def country_of(word: str) -> str:
    """Return the ISO 3166 code of the country that ``word`` names; "" for none, or several.

    ``MA``, ``MAR``, ``Maroc``, ``le Maroc``, ``Morocco``, ``MA - Maroc``.
    """
    if len(word) > _LONGEST:
        return ""
    if found := _named(word):
        return found
    parts = [_plain(part) for part in _PARTS.split(word)]
    named = {_named(part) for part in parts} - {""}
    if len(named) != 1 or (named & _WITH_TWINS and _OTHER_TWIN & {*" ".join(parts).split()}):
        return ""
    return named.pop()


_LONGEST = 100  # characters of a country and its codes


def _named(word: str) -> str:
    """Return the code of a name, whatever the order of its words: CONGO, REPUBLIQUE DU."""
    plain, known = _plain(word), _known()
    found = known.get(plain, "") or known.get(_ARTICLE.sub("", plain, count=1), "")
    return found or _known_words().get(_words(plain), "")


def _plain(word: str) -> str:
    return " ".join(re.sub(r"[\W_]", " ", fold(word)).split())


def _words(plain: str) -> frozenset[str]:
    """Return the words that tell a name from others, written out."""
    return frozenset(_WRITTEN_OUT.get(word, word) for word in plain.split()) - _SMALL


@cache
def _known_words() -> dict[frozenset[str], str]:
    """Return the codes of those names that no other country has in another order."""
    codes: dict[frozenset[str], set[str]] = {}
    for name, code in _known().items():
        codes.setdefault(_words(name), set()).add(code)
    return {words: found.pop() for words, found in codes.items() if words and len(found) == 1}


@cache
def _known() -> dict[str, str]:
    """Return the code of each name, as ``_plain`` writes it."""
    regions = phonenumbers.SUPPORTED_REGIONS
    found = {}
    for language in reversed(LANGUAGES):  # of two names that are alike the first language's counts
        for code, name in Locale(language).territories.items():
            if code in regions:
                found[_plain(name)] = code
    for alias, codes in get_global("territory_aliases").items():
        if len(alias) == 3 and alias.isalpha() and len(codes) == 1 and codes[0] in regions:
            found[fold(alias)] = codes[0]
    for code, names in _ALSO.items():
        found.update(dict.fromkeys(names.split("|"), code))
    return found | {fold(code): code for code in regions}


@lru_cache(maxsize=1 << 12)
def with_code(cell: str, country: str, home: str) -> str:
    """Return the numbers of ``cell`` with country codes, if the first is a mobile of ``country``.

    A cell whose number is none there, or has a code, stays as it is: a student who lives in
    Brussels may keep a mobile of Lille. ``home`` is the country whose numbers are typed without any
    code otherwise.
    """
    if not country or country == home:
        return cell
    there, here = msisdn.read(cell, country), msisdn.read(cell, home)
    if there.assumed or not there.msisdn or there.msisdn == here.msisdn:
        return cell
    if there.kind != msisdn.MOBILE and here.kind == msisdn.MOBILE:
        return cell
    numbers = msisdn.several(cell, country)
    return " / ".join(number.reading.msisdn or number.text for number in numbers)
