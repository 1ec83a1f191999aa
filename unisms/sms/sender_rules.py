"""The rules by which the operators of a country let sender IDs through: data, with sources.

Nobody publishes the whole of it. The French association of operators keeps two lists, "strictement
interdit" and "interdit sauf autorisation", that it does not publish; which words are generic is
shown by examples. So a word that is not here is not thereby allowed, and pages say so.
"""

from typing import NamedTuple

CHARTER = "AF2M, charte Business Messaging (1/3/2026)"
NO_MOBILES = "ARCEP, décisions 2018-0881 (8/2019) et 2022-1583 (1/2023)"


class Rule(NamedTuple):
    """The rules of the operators of a country."""

    shows_words: bool = True  #: else another sender is shown in their place
    plain_only: bool = False  #: letters A to Z and digits alone: no accent, blank or sign
    generic: bool = False  #: words that name nobody are replaced or refused
    registers: bool = False  #: only what was registered there arrives
    mobiles: str = ""  #: how the digits of mobile numbers look, where those may not be shown
    source: str = ""


_FRANCE = Rule(
    plain_only=True,
    generic=True,
    # 06, 07 and those overseas, typed nationally, with 33, 0033 or the code of the territory
    mobiles=r"(?:(?:00)?33|0)(?:[67]\d{8})|(?:00)?(?:262|590|594|596)0?[67]\d{8}",
    source=CHARTER,
)

#: Metropolitan France, and overseas where the French numbering plan serves.
FRENCH = ("FR", "GP", "MQ", "GF", "RE", "YT", "MF", "BL")
RULES = {
    **dict.fromkeys(FRENCH, _FRANCE),
    "GB": Rule(generic=True, source="BT/EE (10/7/2023)"),
    "ES": Rule(registers=True, source="CNMC, registre des alias (15/9/2026)"),
    "AU": Rule(generic=True, registers=True, source="Esendex (2026)"),
    **dict.fromkeys(("US", "CA", "PR"), Rule(shows_words=False, source="Telnyx (2026)")),
    "CN": Rule(shows_words=False, source="AWS (2026)"),
    "AR": Rule(shows_words=False, source="Pushtech (2026)"),
    "IN": Rule(shows_words=False, source="Help Scout (2026)"),
    **dict.fromkeys(("AF", "AM", "BD", "BY"), Rule(registers=True, source="Pushtech (2026)")),
}
ANYWHERE = Rule()
SHORTEST = 3  # characters that allmysms and Octopush ask for at least (their manuals, 2025)
TOO_SHORT = "allmysms, Octopush (2025)"


def of(country: str) -> Rule:
    """Return the rule of the country of this ISO 3166 code, or one that asks nothing."""
    return RULES.get(country, ANYWHERE)


def _words(source: str, words: str) -> dict[str, str]:
    return dict.fromkeys(words.split(), source)


#: Word in small plain letters -> who names it generic; of English ones the French form too.
GENERIC = {
    **_words("MailUp (2024)", "special promo sms"),
    **_words("BT/EE (10/7/2023)", "verify"),
    **_words("Esendex (2026)", "delivery livraison"),
    **_words("smsmode (10/3/2025)", "payment paiement bank banque parcel colis"),
    **_words(CHARTER, "alert alerte info rdv shop"),
}
