"""Replies for the scenes: one that was answered, a STOP, one that nobody has read."""

from unisms.model.leavings import Leaving
from unisms.model.replies import Rejoinder
from unisms.services.replies import stops
from unisms.testing.factories import mobile

AT = 1_790_000_000
REPLY = {"month": "2026-09", "key": 7}  # how the page of the answered one is asked for


def answered(institution, connection):
    """Let people of the institution have replied by the connection at this path."""
    box, msisdn = institution.replies, institution["people"]["hmarchand"].msisdn
    for text, word in (("Stop", "stop"), ("C'est dans quelle salle ?", "")):
        box.receive(AT, mobile(78), "38000", text, connection=connection, word=word)
    told = (tuple(Rejoinder(AT + 60, "abenali", "Salle 12, bâtiment B.", "gone")),)
    month, key = box.add(
        AT, msisdn, "38000", "Le cours a lieu ?", answers=told, connection=connection
    )
    box._months[month][REPLY["key"]] = box._months[month].pop(key)
    stops.note(institution, Leaving(AT, "", mobile(78), "reply"), ())
