"""Alerts: those that an institution has prepared, and the part that a campaign has in one."""

from typing import Any, NamedTuple

from persistent import Persistent

from unisms.model.wordings import OtherText, Wording
from unisms.sms.exercises import marked

#: how an alert is launched; a rehearsal never leaves
REAL, EXERCISE, REHEARSAL = MODES = ("", "exercise", "rehearsal")
MOST_LAUNCHES = 100  # of one alert, the latest ones


class Alerting(NamedTuple):
    """The part of a campaign in an alert; stored as a bare tuple, the empty one for none."""

    ends: str = ""  #: the name of the campaign of which this one tells the end
    ended_by: str = ""  #: the name of the campaign that tells the end of this one
    prepared: str = ""  #: the name of the prepared alert that it was launched from
    mode: str = REAL
    announced: bool = False  #: of an exercise: whether people were told beforehand
    asks: bool = False  #: whether its text asks for an answer
    leaves: bool = False  #: whether it leaves as soon as it is checked: somebody has confirmed it
    report: tuple = ()  #: of an exercise that is over: a bare report, which outlives its numbers


class Alerted:
    """The part of a ``Campaign`` in an alert."""

    text: str
    wording: tuple
    alert: tuple = ()  # added 2027-01: a bare ``Alerting``

    @property
    def alerting(self) -> Alerting:
        """Return its ``Alerting``."""
        return Alerting(*self.alert)

    def forced(self, text: str, language: str) -> str:
        """Return a text of it as it is sent: that of an exercise says so."""
        return marked(text, language) if self.alerting.mode == EXERCISE else text

    def say_exercise(self, language: str) -> None:
        """Let each text of an exercise say that it is one, whatever was typed.

        ``language`` is that of the text where its wording does not tell.
        """
        if self.alerting.mode != EXERCISE:
            return
        wording = Wording(*self.wording)
        own, texts = wording.language or language, wording.texts
        self.text = marked(self.text, own)
        if self.wording:
            others = tuple(tuple(_said(one)) for one in texts)
            composed = marked(wording.composed, own) if wording.composed else ""
            self.wording = tuple(wording._replace(composed=composed, others=others))


def _said(one: OtherText) -> OtherText:
    """Return a text in another language that says that it is an exercise."""
    composed = marked(one.composed, one.language) if one.composed else ""
    return one._replace(text=marked(one.text, one.language), composed=composed)


class Alarming:
    """The part of an ``Institution`` in alerts."""

    #: added 2027-01: whether an alert that a machine asks for leaves without a person's click
    machines_alert = False
    alerts_change: tuple = ()  # added 2027-01: (epoch seconds, uid)


class PreparedAlert(Persistent):
    """An alert that waits for the day: its texts, whom it is for, and how it would leave."""

    __name__ = ""
    __parent__: Any = None
    title = ""
    text = ""  # in the institution's language
    other_text = ""  # in the other one; empty: there is none
    all_clear = other_all_clear = ""  # the text that tells its end; empty: the usual one
    false_alarm = other_false_alarm = ""  # that which takes it back
    pairs: tuple = ()  # of (kind, name), as of a campaign
    minus: tuple = ()  # of (kind, name) too: people left out
    account = ""  # a name in the institution's accounts
    connection = ""  # the path of the broker connection
    sender_id = ""
    asks = False  # whether it asks for an answer: 1, 2
    launches: tuple = ()  # names of the campaigns that it became, the latest last
    last_change: tuple = ()  # (epoch seconds, uid)

    def __init__(self, title: str, created_at: int) -> None:
        self.title, self.created_at = title, created_at

    def launched(self, name: str) -> None:
        """Note the campaign that it has become."""
        self.launches = (*self.launches, name)[-MOST_LAUNCHES:]
