"""An LDAP group of 40,000 people resolved, normalised, filtered and frozen, beside slapd."""

import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

import ldap3
from bench import reading
from peers import slapd
from peers.service import CONNECTION, Service

from unisms.addons.directories.ldap import by_ldap3, by_python_ldap
from unisms.addons.directories.ldap.directory import LdapDirectory
from unisms.model.directories import DirectoryConnection, DirectoryQuery
from unisms.model.folder import find
from unisms.services.campaigns import checks, drafts
from unisms.sms import states
from unisms.tasks import outside
from unisms.tasks.jobs import uncollected
from unisms.testing.factories import make_draft

PARIS = "/institutions/paris1"
PAGE = 1000  # people, of both
ROUNDS = 3


def alone(server):
    """Seconds that ldap3 takes to read the entries, and do nothing with them."""
    begun = time.perf_counter()
    place = ldap3.Server(server.url, get_info=ldap3.NONE)
    account = {"user": slapd.READER, "password": slapd.PASSWORD, "auto_bind": True}
    line = ldap3.Connection(place, check_names=False, return_empty_attributes=False, **account)
    wanted = {"attributes": ["uid", "cn", "mail", "mobile"], "paged_size": PAGE}
    found = line.extend.standard.paged_search(slapd.PEOPLE, "(uid=e*)", generator=True, **wanted)
    for _ in found:
        pass
    line.unbind()
    return time.perf_counter() - begun


def plug_in(service, server):
    """Let the institution have the directory, and its group saved."""

    def add(root):
        settings = server.settings(page=str(PAGE), patience="30")
        folder = find(root, PARIS)["directories"]
        connection = folder.add("ldap", DirectoryConnection("LDAP", "ldap", settings))
        group = f"cn=everybody,{slapd.GROUPS}"
        connection.add("everybody", DirectoryQuery("Everybody", group=group))

    service.run(add)


def ours(service, library):
    """Seconds from the question to the frozen audience, by one of the two libraries."""
    registry = service.worker.registry
    registry.factories["directory", "ldap"] = lambda settings: LdapDirectory(
        settings, library.make_wire
    )
    path = service.run(_submitted)
    begun = time.perf_counter()
    asked = service.run(checks.prepare, path, 1)
    told = outside.answers(registry, asked)
    with uncollected():  # as the task does
        service.run(checks.prepare, path, 1, told)
    seconds = time.perf_counter() - begun
    assert service.run(lambda root: find(root, path).state) == states.CHECKED
    return seconds


def _submitted(root):
    audience = (("directory", "ldap/everybody"),)
    campaign = make_draft(
        find(root, PARIS), audience=audience, text=reading.TEXT_OF_PEOPLE, connection=CONNECTION
    )
    drafts.submit(campaign)
    return campaign.path


def compare(people, rounds=ROUNDS):
    """Return seconds of each way: ldap3 alone, ours by ldap3, ours by python-ldap, a CSV."""
    reading.tune()  # as the worker process does
    ldif = slapd.tree() + "".join(slapd.crowd(people))
    server = slapd.Slapd(ldif)
    content = reading.as_csv(reading.rows(people))
    try:
        with Service(smsc_port=1) as service:
            plug_in(service, server)
            ways = (
                lambda: alone(server),
                lambda: ours(service, by_ldap3),
                lambda: ours(service, by_python_ldap),
                lambda: reading.ours(service, content),
            )
            return [*zip(*([way() for way in ways] for _ in range(rounds)), strict=True)]
    finally:
        server.remove()


if __name__ == "__main__":
    names = ("ldap3 alone", "ours by ldap3", "ours by python-ldap", "a CSV")
    for name, seconds in zip(names, compare(int(*sys.argv[1:] or [40_000])), strict=True):
        print(f"{name:22} {median(seconds):.2f} s")
