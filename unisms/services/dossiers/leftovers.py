"""Leftovers of a person beside their record and messages: at numbers, in files, drafts, news."""

import re
from collections.abc import Callable, Collection, Iterator

from unisms.model.connections import BrokerConnection
from unisms.model.folder import root_of
from unisms.model.health import Past
from unisms.model.root import Institution
from unisms.ports import Receipt
from unisms.services.delivery import inbox
from unisms.services.directory import queries
from unisms.services.dossiers.subjects import Subject, digests_of
from unisms.services.people import unsent_forms
from unisms.services.register import changes
from unisms.services.replies import replies
from unisms.sms import msisdn

Counted = Iterator[tuple[str, int]]

SIGNS = r"[\s.()·/-]*"  # between the digits of a number, as people type it
TAIL = 9  # digits by which most numbers are told, however they begin


def forget(institution: Institution, subject: Subject, numbers: tuple[str, ...]) -> Counted:
    """Erase them, but for news; yield pairs of a part and how many things were erased.

    ``numbers`` are theirs, and those at which they were written to that nobody has now.
    """
    if institution.leavings is not None:
        institution.leavings.forget_numbers(numbers)
    _forget_failures(institution, subject)
    _forget_answers(institution, subject.uid)
    named = frozenset((*subject.words, *subject.uids, *numbers))
    yield "files", sum(changes.blank(one, named) for one in institution["registers"].values())
    yield "typed", unsent_forms.rewrite(institution, without(numbers, institution.country))


def _forget_failures(institution: Institution, subject: Subject) -> None:
    known = institution.numbers
    if known is None:
        return
    for digest in digests_of(institution, subject):
        known.unflag(digest)
        known.keep(digest, Past())


def _forget_answers(institution: Institution, uid: str) -> None:
    """Forget what directories told of them; who is there still is told again when next asked."""
    for directory in institution["directories"].values():
        directory.found = directory.found[:3]
    for _, query in queries.all_of(institution) if uid else ():
        query.numberless = tuple(one for one in query.numberless if one[0] != uid)
        query.keep([one for one in query.members() if one != uid], query.answered_at)


def without(numbers: Collection[str], home: str) -> Callable[[str], str]:
    """Return what takes these numbers (E.164) out of a text, in whatever form they are typed.

    ``home`` (ISO 3166) tells whose national forms are used.
    """
    tails = "|".join(SIGNS.join(one[-TAIL:].lstrip("+")) for one in numbers)
    if not tails:
        return str
    code = rf"(?:(?:\+|00){SIGNS})?\d{{1,3}}{SIGNS}(?:0{SIGNS})?"
    found = re.compile(rf"(?<![\d+])(?:{code})?(?:{tails})(?!\d)")

    def theirs(match: re.Match[str]) -> str:
        return "" if msisdn.read(match[0], home).msisdn in numbers else match[0]

    return lambda text: found.sub(theirs, text)


def forget_news(institution: Institution, numbers: Collection[str]) -> None:
    """Erase what came from these numbers, or of messages to them, and is not applied yet.

    Nothing of a message under way may wait any more. On a connection that others share, a reply
    goes only if no other institution knows who wrote it.
    """
    root = root_of(institution)
    for connection in institution["brokers"].values():
        _forget_news(connection, lambda news: news.msisdn in numbers)
        replies.forget_parts(connection, numbers)
    campaigns = institution["campaigns"]

    def is_ours(news: Receipt) -> bool:
        return news.msisdn in numbers and news.reference.rpartition(".")[0] in campaigns

    for connection in root["brokers"].values():
        _forget_news(connection, is_ours)
    others = [one for one in root["institutions"].values() if one is not institution]
    alone = {one for one in numbers if not any(has["people"].with_number(one) for has in others)}
    replies.forget_people(root, alone)


def _forget_news(connection: BrokerConnection, forgotten: Callable[[Receipt], bool]) -> None:
    if connection.parked or connection.inboxes:
        inbox.forget_news(connection, forgotten)
