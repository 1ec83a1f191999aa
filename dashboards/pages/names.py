"""The names behind keys and codes, as people know them."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

import pandas as pd

from dashboards.exports import schema
from dashboards.pages.languages import marked as _
from dashboards.pages.networks import NETWORKS

INSTITUTION = "institution"
#: as the service calls a campaign whose title may not be told: its day, and a mark
TECHNICAL = re.compile(r"(20\d\d)(\d\d)(\d\d)-(\w+)")
ORIGINS = {
    "page": _("pages du service"),
    "command": _("ligne de commande"),
    "service": _("le service lui-même"),
    "client": _("applications"),
}
PURPOSES = {
    "service": _("service"),
    "theme": _("thème"),
    "partner": _("partenaire"),
    "emergency": _("urgence"),
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
    "empty_text": _("message vide"),
    "too_long": _("texte trop long"),
    "long_value": _("champ trop long"),
    "too_late": _("trop tard"),
    "excluded": _("exclu du message"),
    "already_told": _("déjà prévenu"),
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
    """Names by kind, institution and key, in a language.

    ``ask`` returns the frame of the names of a kind, of campaigns those of the keys that it is
    given. It is asked for a kind once it is needed; for campaigns one by one, as there are many.
    """

    def __init__(self, ask: Callable[..., pd.DataFrame], speech) -> None:
        self.ask, self.speech = ask, speech
        self._kind = lru_cache(maxsize=8)(self._read)
        self._institutions = lru_cache(maxsize=1)(self._called)
        self._campaign = lru_cache(maxsize=8)(lambda key: self._read(schema.CAMPAIGN, [key]))

    def _known(self, kind, key):
        return self._campaign(int(key)) if kind == schema.CAMPAIGN else self._kind(kind)

    def _read(self, kind, keys=()):
        frame = self.ask(kind, keys)
        english = self.speech.language == "en"
        chosen = zip(
            frame["institution"], frame["key"], frame["name"], frame["name_en"], strict=True
        )
        return {
            (institution, int(key)): self.called((english and translated) or name)
            for institution, key, name, translated in chosen
        }

    def called(self, name):
        """Return a name; of a campaign whose title may not be told, its day."""
        if not (technical := TECHNICAL.fullmatch(name)):
            return name
        *day, mark = technical.groups()
        told = self.speech.day(date(*map(int, day)))
        return self.speech.say("message du %(day)s (%(mark)s)", day=told, mark=mark)

    def all(self, institution: str, kind: str) -> dict[int, str]:
        """Return the names of a kind by key, in the order of the alphabet."""
        mine = {
            key: name or self.nameless()
            for (where, key), name in self._kind(kind).items()
            if where == institution
        }
        return dict(sorted(mine.items(), key=lambda item: item[1].casefold()))

    def has(self, institution: str, kind: str, key: int) -> bool:
        return (institution, key) in self._known(kind, key)

    def of(self, institution: str, kind: str, key: int) -> str:
        """Return a name; *inconnu* where there is no key, *(sans nom)* where it was erased."""
        if not key:
            return self.speech.unknown()
        return self._known(kind, key).get((institution, int(key))) or self.nameless()

    def institution(self, name: str) -> str:
        """Return how an institution is called; its short name where nobody told."""
        return self._institutions().get(name, name)

    def _called(self):
        known = self._kind(INSTITUTION).items()
        return {where: told for (where, _key), told in reversed(known) if told}

    def column(self, frame: pd.DataFrame, kind: str) -> list[str]:
        """Return the name of each row of a frame, as ``each`` does."""
        return [*self.each(frame, kind)]

    def each(self, frame: pd.DataFrame, kind: str) -> Iterator[str]:
        """Yield the name of each row of a frame that has ``institution`` and the key.

        Where there are several institutions, theirs goes before.
        """
        several = frame["institution"].nunique() > 1
        pairs = zip(frame["institution"], frame[kind], strict=True)
        for where, key in pairs:
            told = self.of(where, kind, key)
            yield f"{self.institution(where)} · {told}" if several else told

    def nameless(self) -> str:
        return self.speech.say("(sans nom)")

    def origin(self, code: str) -> str:
        return self._worded(ORIGINS, code)

    def purpose(self, code: str) -> str:
        return self._worded(PURPOSES, code)

    def cause(self, code: str) -> str:
        return self._worded(CAUSES, code)

    def network(self, code: str) -> str:
        """``Orange (208-01)``, of ``20801``."""
        if not code:
            return self.speech.unknown()
        digits = code.replace("-", "")
        spelled = f"{digits[:3]}-{digits[3:]}"
        return f"{NETWORKS[digits]} ({spelled})" if digits in NETWORKS else spelled

    def _worded(self, table, code):
        if not code:
            return self.speech.unknown()
        return self.speech.say(table[code]) if code in table else code


KINDS = (schema.ACCOUNT, schema.BROKER, schema.CAMPAIGN)
