"""``unisms demo``: two universities with people, groups, credit and simulated brokers, to try everything on."""

import os
import time
from functools import partial

import click

from unisms.model import evolve
from unisms.model.accounts import Account
from unisms.model.connections import BrokerConnection
from unisms.model.groups import Group
from unisms.model.people import Subscriber
from unisms.model.roles import PERSON, Role
from unisms.model.root import Institution
from unisms.model.templates import MessageTemplate
from unisms.scripts import demo_data
from unisms.scripts.opening import Refused, config_option, in_transaction, opened
from unisms.services import billing, passwords


@click.command()
@config_option
@click.option("--if-empty", is_flag=True, help="Where something is stored already, do nothing and be content.")
@click.option("--password", help="The password of all demonstration logins [drawn at random].")
def demo(config, if_empty, password):
    """Make a demonstration: two universities with people, groups, credit and simulated brokers.

    Nothing it sends leaves this machine. Its logins are printed, and kept in demo-logins.txt beside the store.

    \b
    Examples:
      unisms demo && unisms serve
      make demo-reset             throws everything away and makes it anew
    """
    password = password or passwords.drawn()
    with opened(config) as worker:
        fill = partial(build, steps=worker.registry.evolution_steps, password=password, now=int(time.time()))
        made = in_transaction(worker, fill, keep=True)
        var = worker.var
    if made:
        write_logins(var / "demo-logins.txt", password)
        click.echo((var / "demo-logins.txt").read_text())
    elif not if_empty:
        raise Refused("Something is stored here already, and a demonstration does not mix with it.")


def build(connection, steps, password, now):
    """Fill an empty store; false, and nothing done, where there is an institution already."""
    root = evolve.initialise(connection, steps)
    if len(root["institutions"]):
        return False
    root["brokers"].add("commun", simulated("Simulateur commun (rien ne part)", pace=200))
    for university in demo_data.UNIVERSITIES:
        add_university(root, university, password, now)
    passwords.set_password(root, demo_data.OPERATOR, password)
    return True


def add_university(root, university, password, now):
    institution = root["institutions"].add(university.name, Institution(university.title))
    institution.accent = university.accent
    persons = list(demo_data.people(university))
    for someone in persons:
        institution["people"].add(someone.uid, Subscriber(someone.name, someone.msisdn))
    for name, (title, (first, last)) in university.groups.items():
        institution["groups"].add(name, Group(title, [someone.uid for someone in persons[first:last]]))
    for name, (title, segments) in university.accounts.items():
        billing.grant(institution["accounts"].add(name, Account(title)), segments, "", now)
    for name, (title, text) in demo_data.TEMPLATES.items():
        institution["templates"].add(name, MessageTemplate(title, text))
    for name, defined in demo_data.OWN_ROLES.items():
        institution["roles"].add(name, Role(*defined))
    for number, (uid, (name, role, _)) in enumerate(demo_data.STAFF.items(), university.first_number + demo_data.DESKS):
        institution["people"].add(uid, Subscriber(name, demo_data.fiction(number)))
        institution.grants.give(f"{PERSON}{uid}", role)
        passwords.set_password(institution, uid, password)
    institution["brokers"].add("simulateur", simulated("Simulateur (rien ne part)", pace=50))
    institution["brokers"].add("smpp-exemple", smpp_example())


def simulated(title, pace):
    connection = BrokerConnection(title, "simulator")
    connection.pace = pace
    return connection


def smpp_example():
    """How a contract with an SMPP operator looks; it opens only where an SMSC listens on this machine."""
    settings = {"host": "127.0.0.1", "port": "2775", "system_id": "unisms", "password": "secret"}
    return BrokerConnection("Exemple SMPP (un SMSC sur 127.0.0.1:2775)", "smpp", settings)


def write_logins(file, password):
    """Write the logins down, for the owner of the folder alone."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as text:
        text.write("Demonstration logins, at /sign-in\n")
        for university in demo_data.UNIVERSITIES:
            text.write(f"\n  {university.title}  /institutions/{university.name}/\n")
            for uid, (_, _, purpose) in demo_data.STAFF.items():
                text.write(f"    {uid:<10} {password}   {purpose}\n")
        text.write("\n  Who runs the installation  /operators\n")
        text.write(f"    {demo_data.OPERATOR:<10} {password}   opens institutions, keeps the shared contracts\n")
