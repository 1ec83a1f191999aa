"""Numbers at which messages failed, in the institution of the scenes, and a route that failed."""

import time

import scenes

from unisms.model import digests
from unisms.model.folder import find
from unisms.model.health import Flag, Outage, Past, Strike, of
from unisms.sms import causes

DAY = 86400
STRANGER = "+33639989999"  # nobody's of the directory


def failing(root, people=3):
    """Set the numbers of the first people aside, and a stranger's; return the uids."""
    paris, now = find(root, scenes.PARIS), int(time.time())
    uids = [uid for uid, one in sorted(paris["people"].items()) if one.msisdn][:people]
    health = of(paris)
    carrier = health.carrier(scenes.BROKER)
    for place, number in enumerate([paris["people"][uid].msisdn for uid in uids] + [STRANGER]):
        cause = causes.NUMBER_INVALID if place % 2 == 0 else causes.ABSENT
        strikes = [
            tuple(Strike(now - day * DAY, cause, carrier, "20261101-none", 1, now))
            for day in (9, 2)
        ]
        digest = digests.to_keep(paris, number)
        health.keep(digest, Past(tuple(strikes), 0, (now - 90 * DAY) * (place % 2)))
        health.flag(digest, Flag(now - (place + 1) * DAY, cause, digests.hint_of(paris)(number)))
    return uids


def failed(root):
    """Let all that pages tell of numbers be told: numbers, money, networks and an outage."""
    failing(root)
    paris, now = find(root, scenes.PARIS), int(time.time())
    health, hour = paris.numbers, now // 3600 * 3600 - DAY
    months = [time.strftime("%Y-%m", time.gmtime(now - back * DAY)) for back in (0, 31, 62, 93)]
    for place, month in enumerate(months):
        health.save(month, 20 * place + 3, 30 * place + 4, 1500 * place + 200)
    for network, counts in (("208-01", (812, 9, 2)), ("208-15", (407, 31, 0))):
        health.count_network(months[0], network, counts)
    health.put_outage(Outage(1, hour, hour + 3600, causes.NUMBER_INVALID, 412, 508, now))
    return scenes.PARIS
