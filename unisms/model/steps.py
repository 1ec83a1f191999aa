"""The steps that bring an older store up to date, in order; each is harmless a second time."""

import secrets

from BTrees.OOBTree import OOBTree

from unisms.model.audit import Audit
from unisms.model.authored import Authored
from unisms.model.folder import Folder
from unisms.model.roles import PERSON, Grants
from unisms.model.root import AUTHORED, Life, holders


def includeme(config):
    config.add_evolution_step(roles_become_grants)
    config.add_evolution_step(names_are_indexed)
    config.add_evolution_step(ledgers_are_in_order)
    config.add_evolution_step(operators_have_a_journal)
    config.add_evolution_step(authors_find_their_own)
    config.add_evolution_step(failures_are_digests)
    config.add_evolution_step(stores_have_a_life)
    config.add_evolution_step(noes_are_the_numbers_too)


def roles_become_grants(root):
    """Roles may be given to groups and at one place only; institutions have an audit journal and roles of their own."""
    if not hasattr(root, "signed_out"):
        root.signed_out = OOBTree()
    for institution in root["institutions"].values():
        if hasattr(institution, "grants"):
            continue
        institution.grants, institution.audit, institution.signed_out = Grants(), Audit(), OOBTree()
        institution.add("roles", Folder())
        for uid, roles in institution.roles.items():
            for role in roles:
                institution.grants.give(f"{PERSON}{uid}", role)
        del institution.roles


def names_are_indexed(root):
    """People are found by the words of their names."""
    for institution in root["institutions"].values():
        institution["people"].index_names()


def ledgers_are_in_order(root):
    """The latest entries of an account are found without reading them all."""
    for institution in root["institutions"].values():
        for account in institution["accounts"].values():
            account.index_ledger()


def operators_have_a_journal(root):
    """What operators do above the institutions is written down too."""
    if not hasattr(root, "audit"):
        root.audit = Audit()


def authors_find_their_own(root):
    """Campaigns and files are found by who has made them, and from the latest on."""
    for institution in root["institutions"].values():
        for name in AUTHORED:
            if isinstance(institution[name], Authored):
                continue
            old, new = institution.remove(name), Authored()
            for child_name, child in old.items():
                new.add(child_name, child)
            institution.add(name, new)


def failures_are_digests(root):
    """Failures to sign in are kept without the names that were typed, and without addresses."""
    for holder in holders(root):
        holder.sign_in_failures = None


def stores_have_a_life(root):
    """A store can be told from an earlier moment of itself."""
    if root.life is None:
        root.life = Life(secrets.token_hex(8))


def noes_are_the_numbers_too(root):
    """The number of somebody who said no is not written to either, whoever has it later."""
    for institution in root["institutions"].values():
        people = institution["people"]
        for subscriber in people.values():
            if subscriber.said == "no":
                people.keep_refusal(subscriber)
