"""Mails in every state, to look at."""

import time

from scenes import PARIS

from unisms.model.folder import find
from unisms.model.outbox import FAILED, LEAVING, LEFT, RETURNED
from unisms.services.ground import outbox
from unisms.services.mail.mails import TEST


def mails(root):
    """Mails of an institution and of the operators in every state; return their page."""
    paris, now = find(root, PARIS), int(time.time())
    person = paris["people"]["hmarchand"]
    if paris.outbox is None:
        paris["people"].readdress("hmarchand", "hugo@univ.example")
        person.mail_trouble = (now - 3600, "5.1.1")
        values = {"name": person.name, "institution": paris.title, "link": "https://sms.univ.fr/"}
        for number in range(6):
            address = f"p{number}@univ.example"
            uid = "" if number == 2 else "hmarchand"
            name = outbox.post(paris, TEST, address, values, now - 7200, uid=uid)
            _end_mail(paris.outbox, name, now)
        outbox.post(root, TEST, "op@univ.example", values, now - 60)
    return f"{PARIS}/mails"


def _end_mail(box, name, now):
    """Let the mail of this name be what its address says: waiting, left, failed, come back."""
    mail, number = box.get(name), box.get(name).to[1]
    ends = {
        "1": {"state": LEFT, "values": (), "settled_at": now - 60},
        "2": {
            "state": FAILED,
            "cause": "busy",
            "answer": "451 4.7.1 Greylisted",
            "settled_at": now,
        },
        "3": {
            "state": RETURNED,
            "cause": "recipient",
            "answer": "550 5.1.1 User unknown",
            "settled_at": now,
        },
        "4": {"tries": 2, "cause": "busy", "due": now + 900},
        "5": {"state": LEAVING},
    }
    if number in ends:
        box.change(name, mail._replace(**ends[number]))
