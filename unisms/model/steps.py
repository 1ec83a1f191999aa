"""The steps that bring an older store up to date, in order; each is harmless a second time."""

import json
import secrets
import time
from itertools import count
from typing import Any

from BTrees.OOBTree import OOBTree
from pyramid.config import Configurator

from unisms.model import digests
from unisms.model.audit import Audit, AuditEntry
from unisms.model.authored import Authored
from unisms.model.campaigns import Campaign
from unisms.model.folder import Folder, is_reserved, look_up
from unisms.model.history import History
from unisms.model.own_pages import OwnPages
from unisms.model.people import Subscriber
from unisms.model.proofs import BEFORE, NO, TASK, WHOLE, Proof
from unisms.model.roles import PERSON, Grant, Grants
from unisms.model.root import AUTHORED, Institution, Life, Root, holders
from unisms.model.rows import MSISDN, SEGMENTS
from unisms.model.terms import Terms
from unisms.sms import states
from unisms.sms.money import Tariff, thousandths
from unisms.sms.purposes import SERVICE

# Before 2026-12 it stood, in a second try's source, before the number of the row that it repeats.
AGAIN = "#"


def includeme(config: Configurator) -> None:
    config.add_evolution_step(roles_become_grants)
    config.add_evolution_step(names_are_indexed)
    config.add_evolution_step(ledgers_are_in_order)
    config.add_evolution_step(operators_have_a_journal)
    config.add_evolution_step(authors_find_their_own)
    config.add_evolution_step(failures_are_digests)
    config.add_evolution_step(stores_have_a_life)
    config.add_evolution_step(journals_can_forget)
    config.add_evolution_step(noes_are_the_numbers_too)
    config.add_evolution_step(work_is_found)
    config.add_evolution_step(second_tries_are_known)
    config.add_evolution_step(trials_are_known)
    config.add_evolution_step(terms_are_kept)
    config.add_evolution_step(templates_take_no_pages_name)
    config.add_evolution_step(names_are_in_order)
    config.add_evolution_step(messages_are_listed)
    config.add_evolution_step(answers_have_proofs)
    config.add_evolution_step(directories_have_a_place)
    config.add_evolution_step(files_keep_rolls)
    config.add_evolution_step(ends_are_counted)
    config.add_evolution_step(people_have_own_pages)
    config.add_evolution_step(messages_are_remembered)


def roles_become_grants(root: Root) -> None:
    """Turn roles into grants, which groups and places may have; institutions get a journal."""
    if not hasattr(root, "signed_out"):
        root.signed_out = OOBTree()
    for institution in root["institutions"].values():
        if hasattr(institution, "grants"):
            continue
        institution.grants, institution.audit, institution.signed_out = Grants(), Audit(), OOBTree()
        institution.add("roles", Folder())
        old: Any = institution  # it had its roles itself
        for uid, roles in old.roles.items():
            for role in roles:
                institution.grants.give(f"{PERSON}{uid}", role)
        del old.roles


def names_are_indexed(root: Root) -> None:
    """People are found by the words of their names."""
    for institution in root["institutions"].values():
        institution["people"].index_names()


def names_are_in_order(root: Root) -> None:
    """People are listed by name, and found by their address."""
    for institution in root["institutions"].values():
        if institution["people"]._names is None:
            institution["people"].index_names()


def ledgers_are_in_order(root: Root) -> None:
    """The latest entries of an account are found without reading them all."""
    for institution in root["institutions"].values():
        for account in institution["accounts"].values():
            account.index_ledger()


def operators_have_a_journal(root: Root) -> None:
    """Make the journal of the operators' acts above the institutions."""
    if not hasattr(root, "audit"):
        root.audit = Audit()


def authors_find_their_own(root: Root) -> None:
    """Campaigns and files are found by who has made them, and from the latest on."""
    for institution in root["institutions"].values():
        for name in AUTHORED:
            if isinstance(institution[name], Authored):
                continue
            old: Any = institution.remove(name)
            new: Authored[Any] = Authored()
            for child_name, child in old.items():
                new.add(child_name, child)
            institution.add(name, new)


def failures_are_digests(root: Root) -> None:
    """Failures to sign in are kept without the names that were typed, and without addresses."""
    for holder in holders(root):
        holder.sign_in_failures = None


def stores_have_a_life(root: Root) -> None:
    """A store can be told from an earlier moment of itself."""
    if root.life is None:
        root.life = Life(secrets.token_hex(8))


def noes_are_the_numbers_too(root: Root) -> None:
    """The number of somebody who said no is not written to either, whoever has it later."""
    for institution in root["institutions"].values():
        people = institution["people"]
        for uid, subscriber in people.items():
            number = subscriber.msisdn if subscriber.said == "no" else ""
            if number and not people.refusals.has(digests.of_number(people, number), uid):
                people.keep_refusal(subscriber)


def work_is_found(root: Root) -> None:
    """A worker finds what waits for it without loading what does not."""
    for institution in root["institutions"].values():
        for name, waits in (("campaigns", states.PREPARING), ("imports", "uploaded")):
            for child in institution[name].values():
                institution[name].let_wait(child.__name__, child.state == waits)


def second_tries_are_known(root: Root) -> None:
    """Let the campaign know the rows that repeat uncertain ones, and give them their origin again.

    The ledger tells the number of the first row of each second try; a title with a # in it never
    was one.
    """
    for institution in root["institutions"].values():
        for account in institution["accounts"].values():
            for entry in account.ledger():
                campaign = institution["campaigns"].get(entry.campaign)
                if campaign is not None and entry.kind.startswith("resend-"):
                    _know_second_tries(campaign, int(entry.kind.removeprefix("resend-")))


def _know_second_tries(campaign: Campaign, first: int) -> None:
    for number, _ in list(campaign.stored_rows(first)):
        who, source, *values = campaign.values(number)
        if source.startswith(AGAIN) and not campaign.repeated(number):
            repeated = int(source.removeprefix(AGAIN))
            campaign.repeat([(number, repeated)])
            campaign.freeze((), [(number, (who, campaign.values(repeated)[1], *values))])


def trials_are_known(root: Root) -> None:
    """A message to oneself is taken for a trial, as it was before a trial said so itself."""
    for institution in root["institutions"].values():
        for campaign in institution["campaigns"].values():
            if campaign.audience == (("person", campaign.author),):
                campaign.trial = True


def terms_are_kept(root: Root) -> None:
    """Keep today's prices for campaigns under way, where they are those of the reservation.

    Where they are not, nothing is kept: a segment then costs what was reserved for one. Campaigns
    that are only checked are compared when they are released.
    """
    for institution in root["institutions"].values():
        for campaign in institution["campaigns"].values():
            connection = look_up(root, campaign.connection)
            if campaign.agreed or connection is None or not states.STAGES[campaign.state].is_open:
                continue
            rules = (institution.consent, institution.foreign_numbers, institution.country)
            terms = Terms(
                tuple(connection.prices), institution.foreign_price, connection.alphabet, rules
            )
            if _reserved_at(terms, institution, campaign):
                campaign.agreed = tuple(terms)


def _reserved_at(terms: Terms, institution: Institution, campaign: Campaign) -> bool:
    """Whether a campaign's reservation is its cost at these terms, but for rounding."""
    tariff = Tariff(terms.prices, terms.abroad)
    cost = thousandths(
        sum(row[SEGMENTS] * tariff.price(row[MSISDN]) for _, row in campaign.stored_rows())
    )
    entries = institution["accounts"][campaign.account].entries_of(campaign.__name__)
    return abs(cost + sum(entry.amount for entry in entries)) <= len(entries)


def templates_take_no_pages_name(root: Root) -> None:
    """Rename records called like a page of their folder: the page could not be reached."""
    for institution in root["institutions"].values():
        templates = institution["templates"]
        for name in [name for name in templates if is_reserved(name)]:
            free = next(one for one in (f"{name}-{n}" for n in count(2)) if one not in templates)
            templates.add(free, templates.remove(name))
            for grant in [one for one in institution.grants if one.scope == f"templates/{name}"]:
                institution.grants.withdraw(*_where(grant, grant.scope))
                institution.grants.give(*_where(grant, f"templates/{free}"))


def messages_are_listed(root: Root) -> None:
    """Messages are found by what they say and to whom, without loading them all."""
    for institution in root["institutions"].values():
        for campaign in institution["campaigns"].values():
            campaign.list_anew()


def answers_have_proofs(root: Root) -> None:
    """Institutions have themes; each yes and no of before is a proof.

    A yes is one to messages of service alone, a no one to all but emergencies.
    """
    for institution in root["institutions"].values():
        if "themes" not in institution:
            institution.add("themes", Folder())
        people = institution["people"]
        for uid, subscriber in people.items():
            for proof in _proofs_of_before(subscriber) if not people.proofs(uid) else ():
                people.note(uid, proof)


def files_keep_rolls(root: Root) -> None:
    """Institutions have a folder of the files that keep their directory up to date.

    They have one of the people who are erased as they asked, too.
    """
    for institution in root["institutions"].values():
        for name in ("registers", "erasures"):
            if name not in institution:
                institution.add(name, Authored())


def people_have_own_pages(root: Root) -> None:
    """Institutions have a place where people look after their own number and messages."""
    for institution in root["institutions"].values():
        if "me" not in institution:
            institution.add("me", OwnPages())


def messages_are_remembered(root: Root) -> None:
    """Messages sent before there were histories wait for their lines; a worker writes them."""
    for institution in root["institutions"].values():
        if institution.history is None:
            institution.history = History()
        for name, campaign in institution["campaigns"].items():
            if campaign.sent_at and not campaign.erased_at:
                institution.history.wait(name)


def _proofs_of_before(subscriber: Subscriber) -> list[Proof]:
    yes = Proof(
        subscriber.consent_at, SERVICE, version=subscriber.consented_to, source=BEFORE, basis=TASK
    )
    no = Proof(subscriber.opt_out_at, WHOLE, answer=NO, source=BEFORE)
    return sorted(one for one in (yes, no) if one.at)


def directories_have_a_place(root: Root) -> None:
    """Institutions have directories that are asked over the network."""
    for institution in root["institutions"].values():
        if "directories" not in institution:
            institution.add("directories", Folder())


def ends_are_counted(root: Root) -> None:
    """The health of numbers knows which ends of messages were counted."""
    for institution in root["institutions"].values():
        if institution.numbers is not None and not hasattr(institution.numbers, "_counted"):
            institution.numbers.begin_to_count()


def _where(grant: Grant, scope: str) -> tuple[str, str, str]:
    return grant.holder, grant.role, scope


def journals_can_forget(root: Root) -> None:
    """Make the entries of audit journals erasable; the chain so far is closed, and quoted."""
    for holder in holders(root):
        audit = holder.audit
        if audit.quoted is None:
            audit.close_first_book()
            entries, digest = audit.head
            told = json.dumps({"entries": entries, "head": digest})
            audit.record(AuditEntry(int(time.time()), "", "journal.closed", "/", "", after=told))
