"""Titles of numbers that are not a person's own.

They belong to parents, employers, offices or things, or belonged to the person once.
"""

import re

_PEOPLE = frozenset(
    word
    for words in (
        "parent parents pere mere papa maman father mother mum dad famille family frere soeur",
        "brother sister",
        "grandparent grandparents tante oncle",
        "tuteur tuteurs tutrice guardian guardians legal legale legaux representant representante",
        "conjoint conjointe epoux epouse mari femme compagnon compagne spouse husband wife",
        "partner partenaire",
        "garant garante guarantor urgence urgences emergency prevenir contacter accident ice kin",
        "proche proches",
        "hebergeur hebergeuse logeur logeuse proprietaire bailleur landlord colocataire coloc",
        "roommate flatmate",
        "binome jumeau parrain marraine sponsor",
        "maitre maitresse apprentissage encadrant encadrante encadreur referent referente",
        "supervisor manager",
        "superviseur directeur directrice director responsable resp enseignant enseignante",
        "professeur prof",
        "teacher advisor formateur formatrice chef gestionnaire",
    )
    for word in words.split()
)
_PLACES = frozenset(
    word
    for words in (
        "employeur employer entreprise company societe organisme accueil lieu structure",
        "association",
        "secretariat secretaire scolarite standard service department departement ufr composante",
        "faculte",
        "bibliotheque bibliotheques library bu scd lycee ecole college etablissement school",
        "university universite",
        "hopital medecin doctor banque bank assurance",
    )
    for word in words.split()
)
#: words beside them in the title of a column of their names, not of their profession or country
_BESIDE = frozenset(
    (
        "nom",
        "noms",
        "prenom",
        "prenoms",
        "name",
        "et",
        "de",
        "du",
        "d",
        "la",
        "le",
        "l",
        "m",
        "mme",
        "stage",
    )
)
#: of numbers that were one's own
_FORMER = frozenset(
    ("ancien", "ancienne", "anciens", "anciennes", "precedent", "precedente", "former", "old")
)
_WORD = re.compile(r"[a-z]+")
#: as one word, in Koha and other programs
_JOINED = re.compile(
    r".*\b(?:altcontact|emergency|guardian|parent|urgence|guarantor)(?:phone|tel|mobile)"
)
#: of figures that may look like a mobile, of sums, and of machines
_NO_PHONE = re.compile(
    r".*\b(?:fax|telecopie(?:ur)?|codes? ?barres?|barcode|badge|isbn|issn|ean|siret|siren|iban"
    r"|rib|cote"
    r"|facture|securite sociale|secu|nss|nir|montants?|prix|soldes?|amendes?|exemplaires?"
    r"|inventaire)\b.*"
)


def is_of_others(title: str) -> bool:
    """Whether the title tells that the number is somebody else's, or an office's.

    ``title`` is written by ``title_words.plain``.
    """
    words = _words(title)
    return bool(words & _PEOPLE or words & _PLACES) or _JOINED.match(title) is not None


def is_another(title: str) -> bool:
    """Whether the title, as ``title_words.plain`` writes it, is that of the names of others."""
    words = _words(title)
    return bool(words & _PEOPLE) and words <= _PEOPLE | _BESIDE


def is_former(title: str) -> bool:
    """Whether the title, written by ``title_words.plain``, tells a number lost by now, perhaps."""
    return bool(_words(title) & _FORMER)


def _words(title: str) -> set[str]:
    return {*_WORD.findall(title.replace("œ", "oe"))}


def is_no_phone(title: str) -> bool:
    """Whether the title, written by ``title_words.plain``, tells other figures, or a machine."""
    return _NO_PHONE.fullmatch(title) is not None
