"""A store of the release before (``2026-12.fs``, recorded with it on 28 November 2026), brought up
to date."""

import calendar
from pathlib import Path

import scenes
from ZODB.DemoStorage import DemoStorage
from ZODB.FileStorage import FileStorage

from unisms.model import evolve

RECORDED = Path(__file__).parent / "unit" / "model" / "stored" / "2026-12.fs"
MOMENT = calendar.timegm((2026, 11, 28, 10, 0, 0))  # of most of what is in it
OLD_STEPS = 5  # that were run before
NOTED = "4d50224330341d8c7d209c88fcd921df2cc9222693054b9fe78ad7be4f8e6dff"  # a head of paris1, then
REFUSED = {"aroux3": "", "cbouvier": "+33639980095", "cdasilva": ""}
RECOVERY = {"mcomptes": "vvqc-rnfo-35xp-kugd", "exploitante": "ty6h-kxs3-x7j2-xpjn"}
TITLES = {
    "draft": "Rappel de rendez-vous",
    "preparing": "Inscription pédagogique",
    "checked": "Cours de mardi déplacé",
    "sending": "Fermeture de la bibliothèque ce soir",
    "paused": "Conférence de Mme Rousseau",
    "uncertain": "Convocation aux examens",
    "stopped": "Ancien horaire de bus",
    "closed": "Prêts à rendre avant les vacances",
    "poor": "Tournoi d'échecs",
    "resent": "Doute renvoyé",
    "resent-policy": "#3 promo, doute",
    "resent-closed": "Doute clos",
    "trial": "Essai",
    "dearer": "Avant la hausse",
    "checked-dearer": "Vérifié avant la hausse",
    "word": "Avec un nom d'avant",
    "typed": "Numéros tapés",
    "from-file": "Prêts en retard",
    "erased": "De l'an passé",
    "shared": "Bibliothèque fermée",
}


class Upgraded(scenes.House):
    """The application on that store; each test has it as the steps have left it."""

    def __init__(self, var: Path):
        super().__init__(var)
        self._recorded = FileStorage(str(RECORDED), read_only=True)
        self._furnished = DemoStorage(base=self._recorded)
        self.begin_again(var)
        while pending := self.change(self._pending):
            self.change(lambda connection, step=pending[0]: evolve.run(connection, step))
        self.remember()
        self._campaigns = self.run(_campaigns)

    def _pending(self, connection):
        return evolve.pending(connection, self.registry.evolution_steps)

    def close(self):
        super().close()
        self._recorded.close()

    def campaigns(self):
        """``{name: path}`` of what was in each state, or stood for something."""
        return self._campaigns


def _campaigns(root):
    found = {
        campaign.title: campaign.path
        for institution in root["institutions"].values()
        for campaign in institution["campaigns"].values()
    }
    return {name: found[title] for name, title in TITLES.items()}
