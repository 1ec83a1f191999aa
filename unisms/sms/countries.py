"""Countries as people write them, and the numbers that are national forms of one.

Names are those of Unicode CLDR in French and English; codes of two and three letters are ISO 3166-1.
"""

import re
from functools import cache, lru_cache

import phonenumbers
from babel import Locale
from babel.core import get_global

from unisms.sms import msisdn
from unisms.sms.homes import HOMES
from unisms.sms.plan import kind_of
from unisms.sms.template import fold

LANGUAGES = ("fr", "en", "es", "de", "it", "pt")
#: as they are called beside their names in CLDR
_ALSO = {
    "GB": "uk|u k|angleterre|england|ecosse|scotland|wales|grande bretagne|great britain|pays de galles"
    "|irlande du nord|northern ireland|royaume uni de grande bretagne et d irlande du nord",
    "US": "usa|u s a|etats unis d amerique|united states of america",
    "CD": "rdc|rd congo|republique democratique du congo|congo rdc|zaire",
    "CG": "congo|republique du congo",
    "CI": "ivory coast",
    "CN": "republique populaire de chine|chine populaire",
    "CZ": "republique tcheque|czech republic",
    "HK": "hong kong",
    "IR": "republique islamique d iran",
    "KP": "republique populaire democratique de coree",
    "KR": "coree|republique de coree|korea",
    "LA": "republique democratique populaire lao",
    "MD": "republique de moldavie|moldavie",
    "MM": "birmanie|burma",
    "MO": "macao|macau",
    "NL": "hollande|holland",
    "PS": "palestine",
    "RU": "federation de russie|federation russe|russian federation",
    "SY": "republique arabe syrienne",
    "SZ": "swaziland",
    "TR": "turquie|turkey",
    "TZ": "republique unie de tanzanie",
    "VN": "viet nam|vietnam",
    "CV": "cap vert",
    "FR": "france metropolitaine",
    "RE": "reunion",
    "TL": "timor oriental|east timor",
}
_ARTICLE = re.compile(r"(?:le|la|les|l|the) ")
_PARTS = re.compile(r"\s[-–—:/]\s|[():/;,]")
_BETWEEN = re.compile(r"([;,|/&\n\r\t]|\s[-–—]\s|\s(?:ou|et|or|and)\s)")
_DECIMALS = re.compile(r"(?<=\d)[.,]0+\s*\Z")  # a spreadsheet wrote them
_FEWEST = 4  # digits of the shortest mobile numbers there are (Tokelau)


def country_of(word: str) -> str:
    """Return the ISO 3166 code of the country that ``word`` names, or "" when it names none, or several.

    ``MA``, ``MAR``, ``Maroc``, ``le Maroc``, ``Morocco``, ``MA - Maroc``.
    """
    if len(word) > _LONGEST:
        return ""
    if found := _named(word):
        return found
    parts = {_named(part) for part in _PARTS.split(word)} - {""}
    return parts.pop() if len(parts) == 1 else ""


_LONGEST = 100  # characters of a country and its codes


def _named(word: str) -> str:
    plain = " ".join(re.sub(r"[\W_]", " ", fold(word)).split())
    known = _known()
    return known.get(plain, "") or known.get(_ARTICLE.sub("", plain, count=1), "")


@cache
def _known() -> dict[str, str]:
    """Return the code of each name, as ``_named`` writes it."""
    regions = phonenumbers.SUPPORTED_REGIONS
    found = {}
    for language in reversed(LANGUAGES):  # of two names that are alike the first language's counts
        for code, name in Locale(language).territories.items():
            if code in regions:
                found[" ".join(re.sub(r"[\W_]", " ", fold(name)).split())] = code
    for alias, codes in get_global("territory_aliases").items():
        if len(alias) == 3 and alias.isalpha() and len(codes) == 1 and codes[0] in regions:
            found[fold(alias)] = codes[0]
    for code, names in _ALSO.items():
        found.update(dict.fromkeys(names.split("|"), code))
    return found | {fold(code): code for code in regions}


@lru_cache(maxsize=1 << 12)
def with_code(cell: str, country: str, home: str) -> str:
    """Return ``cell`` with the country code before each number that lacks one and is a mobile of ``country``.

    A number that is none there, or that has a code, stays as it is: a student who lives in Brussels may keep a mobile
    of Lille. ``home`` is the country whose numbers are typed without any code otherwise.
    """
    if not country or country == home:
        return cell
    pieces = _BETWEEN.split(cell)
    return "".join(_piece(piece, country, home) for piece in pieces)


def _piece(piece: str, country: str, home: str) -> str:
    piece = _DECIMALS.sub("", piece)
    compact = "".join(re.findall(r"[+\d]", piece))
    if compact.startswith(("+", "00")) or len(compact) < _FEWEST:
        return piece
    number, kind = _there(piece, country)
    if kind == msisdn.MOBILE or (kind in msisdn.USABLE and msisdn.read(piece, home).kind != msisdn.MOBILE):
        return number
    return piece


def _there(piece: str, country: str) -> tuple[str, str]:
    """Return the number in E.164 and its kind, read as people of ``country`` type it."""
    if country in HOMES:
        found = msisdn.read(piece, country)
        return found.msisdn, found.kind
    try:
        number = phonenumbers.parse(piece, country)
    except phonenumbers.NumberParseException:
        return "", msisdn.IMPOSSIBLE
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), kind_of(number)
