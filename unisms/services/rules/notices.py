"""The notice at the end of a theme's first message to somebody: who writes, and how to leave."""

from collections.abc import Sequence

from unisms.model.campaigns import Campaign
from unisms.model.root import Institution, institution_of
from unisms.model.rows import MSISDN, STATE
from unisms.model.themes import Theme
from unisms.services.rules.recipients import Recipient
from unisms.sms import purposes, states, stop
from unisms.sms.encoding import Alphabet, simplify
from unisms.sms.purposes import OF_THEMES

LONGEST = 150  # characters of a notice
OF_LAST_THEME = "theme"  # the scope of a bare STOP that leaves the themes of the last message
REACHED = states.LEFT - {states.FAILED}
OURS = {
    "fr": "%(title)s, %(institution)s. Pour ne plus en recevoir : répondez %(stop)s",
    "en": "%(title)s, %(institution)s. To receive no more: reply %(stop)s",
}


class Notices:
    """The notices of the themes of one ``purpose``, and the people who have not had them yet."""

    def __init__(self, institution: Institution, purpose: Sequence[str]) -> None:
        wanted, folder = purposes.purpose(purpose), institution["themes"]
        names = wanted.themes if wanted.kind in OF_THEMES else ()
        self.themes = [folder[name] for name in names if name in folder]
        self._with_number = institution["people"].with_number

    def texts(self, alphabet: Alphabet, language: str = "") -> tuple[str, ...]:
        """Return the text of each notice, with signs that make no message dearer.

        The ``language`` is the institution's if none is told.
        """
        told = (notice_of(theme, language) for theme in self.themes)
        return tuple(simplify(f"\n{text}", alphabet) for text in told)

    def place(self, recipient: Recipient) -> int:
        """Return which of the texts, counted from 1, this recipient is to get; 0: none.

        Somebody who is no member of any of the themes gets the first.
        """
        uids = (recipient.uid,) if recipient.uid else self._with_number(recipient.msisdn)
        pairs = list(enumerate(self.themes, 1))
        joined = [pair for pair in pairs if any(map(pair[1].has_member, uids))] or pairs[:1]
        return next((place for place, theme in joined if not any(map(theme.has_met, uids))), 0)


def notice_of(theme: Theme, language: str = "") -> str:
    """Return the notice of a theme: its own, or one that says whose it is and what ends it.

    That is STOP, and the title where a bare STOP would end more than this theme. Its own is in one
    language; the other is in ``language``, or in that of the institution.
    """
    institution = institution_of(theme)
    language = language or institution.language
    title = theme.told(language)[0]
    told = {"title": title, "institution": institution.title, "stop": _stop(institution, title)}
    return theme.notice or OURS[language] % told


def _stop(institution: Institution, title: str) -> str:
    """Return the reply that leaves a theme, as it is heard (``sms.stop``)."""
    named = f"STOP {title}"
    is_heard = stop.names(stop.read(named).about, title)
    return named if is_heard and institution.stop_reaches != OF_LAST_THEME else "STOP"


def note_reached(campaign: Campaign) -> None:
    """Note the people whom a campaign has told who writes; their next message tells it no more."""
    institution = institution_of(campaign)
    themes, people = Notices(institution, campaign.purpose).themes, institution["people"]
    if campaign.row_notes is None or not themes:
        return
    for number, place in campaign.row_notes.noticed():
        row = campaign.stored_row(number)
        if row[STATE] in REACHED:
            uid = campaign.uid(number)
            # Each language has a notice of each theme, in the same order.
            themes[(place - 1) % len(themes)].meet(
                (uid,) if uid else people.with_number(row[MSISDN])
            )
