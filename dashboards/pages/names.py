"""The names behind keys: of accounts, brokers, campaigns, themes and institutions."""

from collections.abc import Iterable

import pandas as pd

from dashboards.pages.languages import marked as _

#: states and origins as people call them, and the causes of failures
ORIGINS = {
    "page": _("pages du service"),
    "command": _("ligne de commande"),
    "service": _("le service lui-même"),
    "client": _("applications"),
}
CAUSES = {
    "no_number": _("sans numéro"),
    "landline": _("ligne fixe"),
    "voip": _("ligne internet (09)"),
    "premium": _("numéro spécial"),
    "impossible": _("numéro incomplet ou trop long"),
    "unreadable": _("numéro illisible"),
    "foreign_not_allowed": _("numéro étranger"),
    "suspended": _("numéro suspendu après des échecs"),
    "duplicate": _("numéro en double"),
    "empty_placeholder": _("champ vide"),
    "too_long": _("texte trop long"),
    "long_value": _("champ trop long"),
    "opt_out": _("désinscrit"),
    "no_consent": _("n'a pas donné son accord"),
    "paused": _("en pause"),
    "number_invalid": _("numéro inconnu"),
    "number_unusable": _("numéro qui ne reçoit pas de SMS"),
    "absent": _("téléphone éteint ou hors réseau"),
    "expired": _("délai dépassé"),
    "operator": _("panne chez l'opérateur"),
    "portability": _("numéro en changement d'opérateur"),
    "content": _("texte refusé par l'opérateur"),
    "sender": _("expéditeur refusé"),
    "credit": _("plus de crédit chez le fournisseur"),
    "account": _("contrat refusé par le fournisseur"),
    "rate": _("fournisseur saturé"),
    "unknown": _("cause inconnue"),
    "no_news": _("sans accusé de réception"),
}


class Names:
    """Names by institution, kind and key, in a language."""

    def __init__(self, frame: pd.DataFrame, speech) -> None:
        self.speech = speech
        english = speech.language == "en"
        self._by_key = {
            (row.institution, row.kind, int(row.key)): (row.name_en if english else "") or row.name
            for row in frame.itertuples()
        }

    def known(self, institutions: Iterable[str], kind: str) -> dict[int, str]:
        """Return the names of this kind, by key, in the order of the alphabet."""
        mine = {*institutions}
        found = {
            key: name or self.nameless()
            for (institution, known, key), name in self._by_key.items()
            if institution in mine and known == kind
        }
        return dict(sorted(found.items(), key=lambda item: item[1].casefold()))

    def has(self, institution: str, kind: str, key: int) -> bool:
        return (institution, kind, key) in self._by_key

    def of(self, institution: str, kind: str, key: int) -> str:
        """Return a name; *inconnu* where there is no key, *(sans nom)* where it was erased."""
        if not key:
            return self.speech.unknown()
        return self._by_key.get((institution, kind, int(key))) or self.nameless()

    def institution(self, key: str) -> str:
        """Return the name of an institution; its key where nobody named it."""
        for (institution, kind, _key), name in self._by_key.items():
            if institution == key and kind == "institution" and name:
                return name
        return key

    def nameless(self) -> str:
        return self.speech.say("(sans nom)")

    def origin(self, code: str) -> str:
        return self._worded(ORIGINS, code)

    def cause(self, code: str) -> str:
        return self._worded(CAUSES, code)

    def _worded(self, table, code):
        if not code:
            return self.speech.unknown()
        return self.speech.say(table[code]) if code in table else code
