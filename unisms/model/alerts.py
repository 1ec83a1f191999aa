"""Alerts: prepared before anything happens, and the part that a campaign has in one."""

from typing import Any, NamedTuple

from persistent import Persistent

from unisms.model.wordings import OtherText, Wording
from unisms.sms.exercises import marked

ANNOUNCED, UNANNOUNCED = "announced", "unannounced"  # exercises


class Alerting(NamedTuple):
    """The part of a campaign in an alert; stored as a bare tuple, the empty one for none."""

    ends: str = ""  #: the name of the campaign of which this one tells the end
    ended_by: str = ""  #: the name of the campaign that tells the end of this one
    prepared: str = ""  #: the name of the ``PreparedAlert`` that it was made of
    exercise: str = ""  #: ``ANNOUNCED`` or ``UNANNOUNCED``; empty: it is real


class Alerted:
    """The part of a ``Campaign`` in an alert."""

    alert: tuple = ()  # added 2027-01: a bare ``Alerting``
    text: str
    wording: tuple

    @property
    def alerting(self) -> Alerting:
        """Return its ``Alerting``."""
        return Alerting(*self.alert)

    def mark_exercise(self, language: str) -> None:
        """Let each of its texts begin with the word for an exercise.

        ``language`` is that of its own text, unless it says another.
        """
        wording = Wording(*self.wording)
        own = wording.language or language
        self.text = marked(self.text, own)
        if self.wording:
            composed = marked(wording.composed, own) if wording.composed else ""
            others = tuple(tuple(_marked(one)) for one in wording.texts)
            self.wording = wording._replace(composed=composed, others=others).stored


def _marked(one: OtherText) -> OtherText:
    composed = marked(one.composed, one.language) if one.composed else ""
    return one._replace(text=marked(one.text, one.language), composed=composed)


class PreparedAlert(Persistent):
    """An emergency message that is written before anything happens: two clicks let it leave."""

    __name__ = ""
    __parent__: Any = None
    title = ""
    text = other_text = ""  # that in the other language: empty if there is none
    pairs: tuple[tuple[str, str], ...] = ()  # of (kind, name), as of a campaign
    account = ""  # a name in the institution's accounts
    connection = ""  # the path of the broker connection
    sender_id = ""
    all_clear = false_alarm = ""  # the texts of its end; empty: those that are proposed
    begun = ""  # the name of the campaign that was made of it last
    last_change: tuple = ()  # (epoch seconds, uid): who changed it last
