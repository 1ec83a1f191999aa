"""The words that titles are made of: the kind of data each tells, and how titles are compared."""

import re

from unisms.sms.template import fold

MSISDN, NAME, DATE, KEY, EMAIL, TEXT = "msisdn", "name", "date", "key", "email", "text"

_OF = r"(?:de |du |de la |de l |d |l )?"
_PEOPLE = (
    r"(?:lecteur|lectrice|reader|patron|etudiante?|student|adherente?|usager|agent|personne"
    r"|individu|apprenante?|eleve|stagiaire|candidate?|inscrite?|participante?|etu)"
)
_PAPERS = r"(?:carte|card|dossier|apogee)"
_NAMES = r"(?:famille|usage|usuel|complet|naissance|patronymique|marital|jeune fille|epouse)"
_YOUR = r"(?:votre |vos |mon |your |my )?"
_IN_CAPITALS = r"(?: en (?:lettres )?(?:majuscules?|capitales?))?"
KINDS = (
    (DATE, re.compile(r"dates?\b.*|.* date|echeance|due.*")),
    (EMAIL, re.compile(r".*\b(?:courriels?|e?mails?|mel|adresse electronique)\b.*")),
    (
        MSISDN,
        re.compile(
            r".*\b(?:(?:mobiles?|portables?|gsm|cellulaire|sms|tels?|cell)(?:pro|perso)?"
            r"|(?:home|work|mobile|cell|contact|other|primary|altcontact)?(?:tele)?phones?"
            r"(?:pro|number|no)?)\d?\b.*"
        ),
    ),
    (KEY, re.compile(rf"(?:no?|num|numero|code|id|identifiant)(?: {_OF}(?:{_PEOPLE}|{_PAPERS}))?")),
    (KEY, re.compile(rf"(?:{_PEOPLE}|{_PAPERS}|user) (?:id|number)|uid|login|matricule|ine")),
    (
        NAME,
        re.compile(
            rf"{_YOUR}(?:(?:nom|prenom)s?(?: {_OF}(?:{_PEOPLE}|{_NAMES}))*(?: [a-z]{{0,3}}1)?"
            rf"|nom (?:et )?(?:{_YOUR})prenoms?|prenoms? (?:et )?(?:{_YOUR})nom){_IN_CAPITALS}"
        ),
    ),
    (NAME, re.compile(rf"{_YOUR}(?:(?:first|last|given|family|full) ?)?name|surname|patronyme")),
    (KEY, re.compile(r"cod (?:etu|ind)")),  # Apogée's names of columns
    (NAME, re.compile(r"lib (?:nom (?:pat|usu)|pr1) ind")),
)
OWN = re.compile(rf"\b{_PEOPLE}\b")
SOMEBODY = re.compile(rf"{_PEOPLE}s?|identites?")
FIRST_NAME = re.compile(rf"{_YOUR}prenoms?\b(?!.*\bnom\b).*|(?:first|given) ?name|lib pr1 ind")
MOBILE = re.compile(
    r".*\b(?:mobiles?|portables?|gsm|cellulaire|sms|cell|(?:mobile|cell)phone)\d?\b.*"
)
AT_HOME = re.compile(
    r".*\b(?:domicile|fixe|maison|home|bureau|pro|travail|work|(?:home|work)phone|phonepro)\d?\b.*"
)
PHONE = dict(KINDS)[MSISDN]  # also of cells, which tell less than a title
ANY_NUMBER = re.compile(r"no?|num|numero")  # the cells tell of which kind
_CAPITAL_WITHIN = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z][a-zà-ÿ])")


def kind_of(title: str) -> str | None:
    """Return the kind of data that a plain title tells, or ``None``."""
    return next((kind for kind, words in KINDS if words.fullmatch(title)), None)


def is_title(cell: str) -> bool:
    """Whether the cell is a word that titles are made of, as ``Mobile`` or ``N° lecteur``."""
    return kind_of(plain(cell[:100])) is not None


def is_phone(title: str) -> bool:
    """Whether the title alone tells a column of numbers."""
    return PHONE.fullmatch(plain(title)) is not None


def plain(title: str) -> str:
    """Return the title as titles are compared: ``Tél. domicile`` is ``tel domicile``.

    ``N° lecteur`` is ``n lecteur``, ``codePays`` is ``code pays``.
    """
    apart = _CAPITAL_WITHIN.sub(" ", title.replace("°", " "))
    return " ".join(re.sub(r"[\W_]", " ", fold(apart)).split())
