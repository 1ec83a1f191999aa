"""Warnings by mail to people whose number is set aside: one, then at most one a month."""

from unisms.model import links
from unisms.model.folder import path_of
from unisms.model.health import Flag
from unisms.model.proofs import NO
from unisms.model.root import Institution
from unisms.services.ground import outbox
from unisms.services.health import figures
from unisms.services.health.mails import FAILING

SURE = 6 * 3600  # seconds that a number is set aside before its owner is told: a route may fail
AGAIN = 30 * 86400  # seconds between two mails
ENDS = 2  # digits of the number that the mail tells


def warn(institution: Institution, now: int) -> None:
    """Let mails wait for the people whose number is set aside.

    The mail leads to the page that repairs the number: where nobody knows at which address people
    open the service, none is posted. Whoever wants no message is not told that none arrives.
    """
    health, address = institution.numbers, links.address_behind(institution)
    if health is None or not address:
        return
    due = [(digest, flag) for digest, flag in health.flags() if _is_due(flag, now)]
    link = f"{address}{path_of(institution)}/me/number"
    for one in figures.told(institution, due):
        health.flag(one.digest, one.flag._replace(told_at=now))
        health.keep(one.digest, health.past(one.digest)._replace(told_at=now))
        for uid in one.uids:
            _post(institution, uid, link, now)


def _is_due(flag: Flag, now: int) -> bool:
    return flag.since <= now - SURE and flag.told_at <= now - AGAIN


def _post(institution: Institution, uid: str, link: str, now: int) -> None:
    people = institution["people"]
    if people.word(uid) != NO:
        values = {"ends": people[uid].msisdn[-ENDS:], "link": link}
        outbox.post_to(institution, uid, FAILING, values, now)
