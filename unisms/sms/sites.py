"""The sites that links in a text lead to: found as handsets find them, and compared with one's own.

A handset makes a link of an address with its scheme, of ``www.``, and of a name that ends as the
names of sites do. A name in letters of another script is written ``xn--…`` (RFC 3492).
"""

import re
from collections.abc import Iterable, Iterator

from unisms.sms.names import fold
from unisms.sms.shorteners import SHORTENERS
from unisms.sms.visible import visible

#: The ends of names without a scheme that handsets take for a link; a date or an abbreviation
#: (``salle B.204``, ``M.Martin``) has another end.
ENDS = (
    *("app", "be", "biz", "ca", "cc", "ch", "co", "com", "cz", "de", "dev", "edu", "es", "eu"),
    *("fr", "gd", "gg", "gl", "gov", "gy", "im", "in", "info", "int", "io", "is", "it", "kr"),
    *("la", "li", "link", "live", "lu", "ly", "me", "mp", "net", "nl", "one", "online", "org"),
    *("page", "paris", "pm", "re", "ru", "shop", "site", "st", "su", "tf", "tk", "to", "top"),
    *("tt", "uk", "us", "wf", "work", "xyz", "yt"),
)
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_NAME = rf"(?:{_LABEL}\.)+[^\W\d_][\w-]*"
_SCHEME = rf"\bhttps?://(?:[^\s/@]*@)?({_NAME})"
_BARE = rf"(?<![\w@./-])((?:www\.{_NAME})|(?:(?:{_LABEL}\.)+(?:{'|'.join(ENDS)})))(?![\w-])(?!\.\w)"
_LINK = re.compile(f"{_SCHEME}|{_BARE}", re.IGNORECASE)
#: Letters and digits that are taken for each other in a name.
_ALIKE = str.maketrans("0134578i", "oleastbl")
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
#: Public ends of two labels below which each name is somebody else's.
_DOUBLE = frozenset(("gouv.fr", "asso.fr", "nom.fr", "co.uk", "ac.uk", "org.uk", "com.fr"))
PUNYCODE = "xn--"
LONG = 5  # letters of a name from which on one other letter is seldom another name

SHORTENER, LOOKALIKE, FOREIGN_LETTERS, OTHER = "shortener", "lookalike", "letters", "other"


def sites(text: str) -> list[str]:
    """Return the name of each site that a text leads to, once, in lower case, without ``www.``."""
    return list(dict.fromkeys(_sites(text)))


def _sites(text: str) -> Iterator[str]:
    for found in _LINK.finditer(text):
        yield (found[1] or found[2]).lower().rstrip(".").removeprefix("www.")


def domain_of(site: str) -> str:
    """Return the domain that somebody has bought: ``univ-x.fr`` of ``ent.univ-x.fr``."""
    labels = site.lower().strip(".").split(".")
    return ".".join(labels[-3:] if ".".join(labels[-2:]) in _DOUBLE else labels[-2:])


def is_below(site: str, own: Iterable[str]) -> bool:
    """Whether a site is one of one's own, or below one."""
    return any(site == one or site.endswith(f".{one}") for one in own)


def verdict(site: str, own: Iterable[str]) -> str:
    """Return why a site is unusual for those whose sites are ``own``, or ``""``: it is theirs.

    ``SHORTENER``: nobody sees where it leads. ``LOOKALIKE``: it can be taken for one of theirs.
    ``FOREIGN_LETTERS``: its name has letters beyond ASCII. ``OTHER``: it is somebody else's.
    """
    own = tuple(own)
    if is_below(site, own):
        return ""
    if is_below(site, SHORTENERS):
        return SHORTENER
    if any(looks_like(site, one) for one in own):
        return LOOKALIKE
    if not site.isascii() or PUNYCODE in site:
        return FOREIGN_LETTERS
    return OTHER


def looks_like(site: str, own: str) -> bool:
    """Whether a site that is not ``own`` can be taken for it.

    Its name reads alike, differs by one letter from a name that is not short, has another end
    (``univ-x.com``), or has one's own before it: ``univ-x.fr.example.com``, ``univ-x-fr.com``.
    """
    bought, mine = _skeleton(domain_of(readable(site))), _skeleton(domain_of(own))
    if bought == mine:
        return True
    name, of_mine = bought.rpartition(".")[0], mine.rpartition(".")[0]
    if name == of_mine or (len(of_mine) >= LONG and _differ_by_one(name, of_mine)):
        return True
    flat = _skeleton(readable(site)).replace(".", "-")
    return mine.replace(".", "-") in flat


def readable(site: str) -> str:
    """Return a site's name in the letters that people see: that of ``xn--…`` decoded."""
    return ".".join(_decoded(label) for label in site.split("."))


def _decoded(label: str) -> str:
    if not label.startswith(PUNYCODE):
        return label
    try:
        return label.removeprefix(PUNYCODE).encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _skeleton(name: str) -> str:
    """Return a name with one sign for all that look the same."""
    plain = visible(name).lower().translate(_ALIKE)
    for pair, one in _PAIRS:
        plain = plain.replace(pair, one)
    return fold(plain)


def _differ_by_one(one: str, other: str) -> bool:
    """Whether one letter was changed, added, left out, or two were swapped."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    short, long = sorted((one, other), key=len)
    at = next((at for at, sign in enumerate(short) if sign != long[at]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[:at] + short[at : at + 2][::-1] + short[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or swapped == long
