"""The brake: campaigns held back because a broker gives one message after another the same refusal.

A hold keeps one campaign of a connection, or (by the path ``""``) all of them. While it lasts, a
single message is offered from time to time; once the broker takes it, the hold is over.
"""

from collections.abc import Mapping, Sequence

from unisms.model.connections import BrokerConnection, Hold
from unisms.model.folder import find
from unisms.model.root import Root
from unisms.model.rows import MessageRow
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.sms import states

FIRST, LONGEST = 30, 1800  # seconds until the next message is offered, doubling
MOST_OFFERED = 3  # messages of a later try: the first one may be refused for what it is itself


def limit_of(held: Mapping[str, Hold], path: str, limit: int, now: int) -> tuple[int, Hold | None]:
    """Return how many messages of the campaign at ``path`` may be claimed now, and the ``Hold``.

    That is ``limit`` at most. The hold, or ``None``, is the hold that these messages are to try.
    ``held`` are the holds of the connection, by path.
    """
    found = [held[place] for place in ("", path) if place in held]
    if not found:
        return limit, None
    # Further ahead than the longest wait is only what a clock wrote that was wrong.
    if any(0 < hold.again_at - now <= LONGEST for hold in found):
        return 0, None
    return min(limit, *(1 if not hold.tries else MOST_OFFERED for hold in found)), found[0]


def by_path(connection: BrokerConnection) -> dict[str, Hold]:
    """The holds of a connection: of a claim that steps over many, each is read once."""
    return {hold.path: hold for hold in connection.held()}


def try_again(connection: BrokerConnection, path: str, now: int) -> None:
    """Let messages of the campaign at ``path`` be claimed in spite of their hold.

    The next ones are claimed only later.
    """
    for hold in connection.held():
        if hold.path in ("", path):
            wait = min(hold.wait * 2, LONGEST) if hold.tries else hold.wait
            connection.put_hold(hold._replace(again_at=now + wait, wait=wait, tries=hold.tries + 1))


def look_again(connection: BrokerConnection, now: int) -> None:
    """Offer a message at once if everything is held: a campaign comes new into the line.

    The message may be of another campaign than those refused. The waits of the others do not grow.
    """
    hold = of_all(connection)
    if hold is not None and hold.again_at > now:
        wait = hold.wait // 2 if hold.tries else hold.wait  # the try doubles it
        connection.put_hold(hold._replace(again_at=now, wait=wait))


def hold_back(root: Root, at: str, path: str, answer: tuple[str, str], now: int) -> None:
    """Hold back the campaign at ``path``, or all (``""``), on the connection at ``at``.

    ``answer`` is the cause and the code that the broker gives. A hold that stands already takes
    only the new answer.
    """
    connection = find(root, at)
    known = next((hold for hold in connection.held() if hold.path == path), None)
    hold = known or Hold(path, now, now + FIRST, FIRST)
    connection.put_hold(hold._replace(cause=answer[0], code=answer[1]))


def regain(root: Root, at: str, path: str, references: Sequence[str], now: int) -> None:
    """Put messages that were refused for no reason of their own back in the line.

    They are those of the campaign at ``path`` on the connection at ``at``. They stand there as if
    they had never been offered, or are stopped if the campaign is. A second time nothing happens.
    """
    campaign = find(root, path)
    waits = campaign.state in states.offering(states.STOP)
    returned = []
    for number in sorted(int(reference.rpartition(".")[2]) for reference in references):
        row = campaign.row(number)
        if row.state != states.FAILED or row.ids:
            continue  # it is back already, or a receipt has told more since
        if waits:
            campaign.take_back(number, MessageRow(row.msisdn, segments=row.segments))
            returned.append(number)
        elif campaign.state == states.STOPPED:
            campaign.take_back(
                number, MessageRow(row.msisdn, states.STOPPED, "", row.segments, now)
            )
    if returned:
        campaign.handover.returned = (*campaign.handover.returned, *returned)
        if campaign.state == states.SENDING:
            find(root, at).join_line(path, campaign.urgent, campaign.held_by)


def release(connection: BrokerConnection, *paths: str) -> None:
    """End the holds of these paths.

    The hold of all campaigns takes those along that the same answer brought about.
    """
    ended = [hold for hold in connection.held() if hold.path in paths]
    answers = {hold.answer for hold in ended if not hold.path}
    connection.end_holds(
        hold.path for hold in connection.held() if hold in ended or hold.answer in answers
    )


def release_taken(root: Root, at: str, path: str) -> None:
    """The broker takes messages of the campaign at ``path`` again."""
    release(find(root, at), "", path)


def let_go(actor: Actor, connection: BrokerConnection, now: int) -> None:
    """Let everything leave again, because a person has looked."""
    journal.write(actor, "connection.released", connection, now)
    release_all(connection)


def release_all(connection: BrokerConnection) -> None:
    """Let everything leave again, because a person has looked or the settings are others."""
    connection.end_holds([hold.path for hold in connection.held()])


def of_campaign(connection: BrokerConnection, path: str) -> Hold | None:
    """The ``Hold`` that keeps the campaign at ``path`` back, or ``None``."""
    return next((hold for hold in connection.held() if hold.path in ("", path)), None)


def of_all(connection: BrokerConnection) -> Hold | None:
    """The ``Hold`` that keeps every campaign back, or ``None``."""
    return next((hold for hold in connection.held() if not hold.path), None)
