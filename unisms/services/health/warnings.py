"""Warnings by mail to people whose number is set aside: one, then at most one a month."""

from unisms.model.health import Flag
from unisms.model.proofs import NO
from unisms.model.root import Institution, Root
from unisms.services.ground import outbox
from unisms.services.health import figures
from unisms.services.health.mails import FAILING

SURE = 6 * 3600  # seconds that a number is set aside before its owner is told: a route may fail
AGAIN = 30 * 86400  # seconds between two mails
ENDS = 2  # digits of the number that the mail tells


def warn(root: Root, name: str, address: str, now: int) -> int:
    """Let mails wait for the people of the institution called ``name`` whose number is set aside.

    ``address`` is where the service is opened; where it is not known nothing is posted, since the
    mail leads to the page that repairs the number. Return how many mails wait. Whoever wants no
    message is not told that none arrives.
    """
    institution = root["institutions"].get(name)
    if institution is None or institution.numbers is None or not address:
        return 0
    health = institution.numbers
    due = [(digest, flag) for digest, flag in health.flags() if _is_due(flag, now)]
    link, posted = f"{address}/institutions/{name}/me/number", 0
    for one in figures.told(institution, due):
        health.flag(one.digest, one.flag._replace(told_at=now))
        posted += sum(_post(institution, uid, link, now) for uid in one.uids)
    return posted


def _is_due(flag: Flag, now: int) -> bool:
    return flag.since <= now - SURE and flag.told_at <= now - AGAIN


def _post(institution: Institution, uid: str, link: str, now: int) -> bool:
    people = institution["people"]
    person = people[uid]
    if people.word(uid) == NO:
        return False
    values = {
        "name": person.name,
        "institution": institution.title,
        "ends": person.msisdn[-ENDS:],
        "link": link,
    }
    return bool(outbox.post(institution, FAILING, person.email, values, now, uid=uid))
