"""A university of the demonstration, and the acts of its people, each at its moment."""

import re
from typing import NamedTuple

from unisms.model.folder import path_of
from unisms.ports import Reply
from unisms.scripts.demonstration import furnishing, loans
from unisms.scripts.demonstration.furnishing import ADMINISTRATOR
from unisms.scripts.demonstration.term import day_of, said, working_day
from unisms.services.approvals import approvals
from unisms.services.campaigns import drafts, guards
from unisms.services.delivery import closing, receipts, steering
from unisms.services.imports import fates, intake
from unisms.services.institution import templates
from unisms.services.rights import rights
from unisms.sms.states import AWAITING_APPROVAL, DRAFT, PAUSED, REFUSED, SENT, STOPPED

CHECKED_AFTER, SENT_AFTER = 40, 90  # seconds after a draft was begun
CLAIMS = 2  # that leave before somebody pauses or stops a message
DECIDED_AFTER = 25 * 60  # seconds after which somebody says no
AT_ONCE = 5  # seconds after which they do
_DAY = re.compile(r"\{(-?\d+)\}")


class Message(NamedTuple):
    """A message of the history; ``{1}`` in its text is the working day after it is written."""

    at: int  #: when it was begun, epoch seconds (in ``messages`` as told there)
    author: str
    title: str
    text: str
    to: tuple  #: pairs of kind and name; of a file, the name is that of its upload
    account: str = "scolarite"
    sender_id: str = ""
    by: str = "simulateur"  #: the name of a connection, the university's own or the shared one
    end: str = SENT  #: sent in the end, or a state in which it stays


class House:
    """A university, and who carries what it sends: ``carriers`` by the path of their connection."""

    def __init__(self, root, institution, people, carriers):
        self.root, self.institution = root, institution
        self.people, self.carriers = people, carriers
        self.messages, self.files = {}, {}  # by title, and by name of the upload

    def write(self, message):
        """Write a message, and all that becomes of it before anything else happens."""
        campaign = self._draft(message)
        self.messages[message.title] = campaign
        if message.end != DRAFT:
            drafts.submit(campaign)
            guards.prepare(self.root, campaign.path, message.at + CHECKED_AFTER)
        if message.end in (SENT, PAUSED, STOPPED):
            self._release(campaign, message)
        if message.end in (AWAITING_APPROVAL, REFUSED):
            self._ask(campaign, message)

    def _draft(self, message):
        to = tuple((kind, self.files.get(name, name)) for kind, name in message.to)
        return drafts.draft(
            self.person(message.author),
            now=message.at,
            title=message.title,
            text=_dated(message.text, message.at),
            audience=to,
            account=message.account,
            connection=self.path_of(message.by),
            sender_id=message.sender_id,
            urgent=False,
            on_doubt="hold",
        )

    def _release(self, campaign, message):
        now, author = message.at + SENT_AFTER, self.person(message.author)
        guards.release(author, campaign, now)
        carrier = self.carriers[campaign.connection]
        steer = {PAUSED: steering.pause, STOPPED: steering.stop}.get(message.end)
        ended = carrier.carry(self.root, now, CLAIMS if steer else None)
        if steer:
            steer(author, campaign, self.connection(message.by), ended + AT_ONCE)
        closing.close_if_due(self.root, campaign.path, ended + AT_ONCE)

    def _ask(self, campaign, message):
        """A message to the staff needs a yes; of one, it is a no."""
        now = message.at + SENT_AFTER
        approvals.go(self.person(message.author), campaign, now)
        if message.end == REFUSED:
            comment = "Ce lien cache où il mène. Mettez l'adresse entière, puis redemandez-moi."
            approvals.refuse(self.person(ADMINISTRATOR), campaign, now + DECIDED_AFTER, comment)

    def write_off(self, title, now):
        """The author of a message decides that what is uncertain of it is not sent again."""
        campaign = self.messages[title]
        steering.write_off(self.person(campaign.author), campaign, now)
        closing.close_if_due(self.root, campaign.path, now)

    def receive(self, filename, group, author, now):
        """A librarian uploads a file of loans of a group, and chooses those that are overdue."""
        known = {someone.uid: someone for someone in self.people}
        people = [known[uid] for uid in sorted(self.institution["groups"][group].uids)][:24]
        content = loans.overdue(people, day_of(now))
        record = intake.receive(self.person(author), filename, content, now)
        intake.read(record, now + 1)
        intake.choose(
            record,
            number_columns=record.number_columns,
            name_columns=record.name_columns,
            key_column=record.key_column,
            rule=[loans.OVERDUE],
        )
        counted = fates.preview(record, today=day_of(now))
        record.ready, record.countries = counted.ready, counted.countries
        self.files[filename] = record.__name__

    def decide(self, word, state, now):
        """A sender ID is accepted, or noted as authorised, on both connections."""
        for name in ("simulateur", "commun"):
            furnishing.decide(self.connection(name), self.institution, word, state, now)

    def grant(self, account, segments, now):
        """The accountant gives credit."""
        furnishing.grant(self.institution["accounts"][account], segments, now)

    def answer(self, place, text, to, now, by="simulateur"):
        """The person at this place of the list answers with their handset."""
        reply = Reply(self.people[place].msisdn, text, to, now)
        receipts.apply(self.root, self.path_of(by), [], [reply], now)

    def rewrite(self, folder, name, text, by, now):
        """Give a template another text; the one before is kept."""
        template = self.institution["templates"][folder][name]
        templates.rewrite(self.person(by), template, text, now)

    def person(self, uid):
        """Return somebody of this university as who acts."""
        return rights.person(self.institution, uid)

    def path_of(self, connection):
        return path_of(self.connection(connection))

    def connection(self, name):
        """The connection of this name, the university's own or the shared one."""
        own = self.institution["brokers"]
        return own[name] if name in own else self.root["brokers"][name]


def _dated(text, at):
    """Write each ``{1}`` of a text as the day that it is."""
    return _DAY.sub(lambda found: said(working_day(day_of(at), int(found[1]))), text)
