"""``unisms check``: a doctor for the installation, who says what to do about what it finds."""

import os
import stat
import sys
import time
from typing import NamedTuple

import click
import plaster
from pyramid.settings import asbool, aslist

from unisms.scripts.opening import (
    Misconfigured,
    config_option,
    json_option,
    make_registry,
    read_settings,
    show_json,
)
from unisms.settings import complaints

PATIENCE = 5  # seconds that a broker has to answer
CLOCK_SLIP = 60  # seconds between our clock and the store's newest change that nobody should see
LEAP = (
    "nothing is erased by its age: the clock tells another day than that of the last work. If it is"
    " right, a day of work ends that by itself, or at once: unisms clock --confirm; if it is not, set"
    " it (timedatectl)."
)
COLOURS = {"ok": "green", "warn": "yellow", "fail": "red"}


class Finding(NamedTuple):
    """One line of the doctor's report."""

    severity: str  #: ``ok``, ``warn`` or ``fail``
    subject: str
    sentence: str  #: what is so, and what to do about it


@click.command()
@config_option
@click.option("--brokers/--no-brokers", default=True, help="Whether to try each broker connection.")
@click.option(
    "--money/--no-money", default=True, help="Whether to look at every account and campaign."
)
@json_option
def check(config, brokers, money, as_json):
    """Look whether everything is in order: settings, store, queue, files, brokers, clock, money.

    Each line says what is so, and what to do. Exit code: 0 all is well, 1 look at the warnings, 2 something fails.

    \b
    Examples:
      unisms check
      unisms check -c /etc/unisms/production.ini --no-brokers
      unisms check --json | jq '.[] | select(.severity != "ok")'
    """
    findings = []
    for finding in examine(config, brokers, money):
        findings.append(finding)
        if not as_json:
            mark = click.style(f"{finding.severity:<4}", fg=COLOURS[finding.severity])
            click.echo(f"{mark}  {finding.subject:<12} {finding.sentence}")
    if as_json:
        show_json([finding._asdict() for finding in findings])
    severities = {finding.severity for finding in findings}
    sys.exit(2 if "fail" in severities else 1 if "warn" in severities else 0)


def examine(config, brokers, money=True):
    """Every finding, in an order where the first failure explains those after it."""
    try:
        settings = read_settings(config)
    except Misconfigured as error:
        yield Finding("fail", "settings", error.message)
        return
    found = [Finding(severity, "settings", sentence) for severity, sentence in complaints(settings)]
    yield from found or [Finding("ok", "settings", f"{config}: all known, none missing.")]
    yield from examine_address(config)
    yield from examine_proxy(config, asbool(settings.get("unisms.production", "")))
    try:
        registry = make_registry(settings)
    except click.ClickException as error:
        yield Finding("fail", "start", error.message)
        return
    worker = registry.worker
    try:
        yield from examine_folder(worker.var)
        yield from examine_queue(worker.huey)
        yield from examine_store(worker)
        if money:
            yield from examine_money(worker)
        if brokers:
            yield from examine_connections(worker)
    finally:
        worker.db.close()


def examine_address(config):
    """Pages must not be offered to the world without a proxy that speaks TLS."""
    listen = plaster.get_settings(config, "server:main").get("listen", "")
    if not listen:
        yield Finding("fail", "address", f"{config} has no `listen` under [server:main].")
    elif any(
        not address.startswith(("127.", "localhost:", "[::1]:")) for address in listen.split()
    ):
        yield Finding(
            "warn",
            "address",
            f"{listen} is reachable from outside: only a proxy with TLS should be.",
        )
    else:
        yield Finding("ok", "address", f"{listen}: from this machine only.")


def examine_proxy(config, production):
    """Whom we believe about visitors: their address, and that they came by https."""
    server = plaster.get_settings(config, "server:main")
    proxy, told = server.get("trusted_proxy", ""), aslist(server.get("trusted_proxy_headers", ""))
    if proxy == "*" or (proxy and not asbool(server.get("clear_untrusted_proxy_headers", "true"))):
        yield Finding(
            "warn",
            "proxy",
            "anybody may say to be anywhere: give trusted_proxy the proxy's own address.",
        )
    elif proxy and "x-forwarded-for" not in told:
        yield Finding(
            "warn",
            "proxy",
            "visitors all seem to be the proxy: trusted_proxy_headers lacks x-forwarded-for.",
        )
    elif production and server.get("url_scheme") != "https" and "x-forwarded-proto" not in told:
        yield Finding(
            "warn",
            "proxy",
            "nothing says that visitors come by https: set url_scheme, and trusted_proxy.",
        )


def examine_folder(var):
    """What is written must be ours, and not for others to read."""
    if not os.access(var, os.W_OK):
        yield Finding(
            "fail", "folder", f"{var} cannot be written: chown it to the user of the service."
        )
        return
    mode = stat.S_IMODE(var.stat().st_mode)
    if mode & (stat.S_IRWXO | stat.S_IWGRP):
        yield Finding("warn", "folder", f"{var} is open to others ({mode:o}): chmod 750 {var}")
    else:
        yield Finding("ok", "folder", f"{var} is ours ({mode:o}).")
    free = os.statvfs(var)
    left = free.f_bavail * free.f_frsize >> 20
    if left < 500:
        yield Finding(
            "fail" if left < 50 else "warn", "disk", f"{left} MB are left at {var}: make room."
        )


def examine_queue(huey):
    from unisms.model.store import reason

    try:
        waiting = huey.pending_count()
    except Exception as error:  # noqa: BLE001 whatever a driver raises, the doctor tells it
        sentence = f"does not answer ({reason(error)}): look at unisms.queue. What is new waits until then."
        yield Finding("fail", "queue", sentence)
        return
    severity = "ok" if waiting < 1000 else "warn"
    yield Finding(
        severity,
        "queue",
        f"{waiting} tasks wait." + ("" if severity == "ok" else " Does a worker run?"),
    )


def examine_store(worker):
    """It opens, it can be written, no step is pending, and its clock is ours."""
    from unisms.model import digests, evolve, store
    from unisms.scripts.opening import in_transaction
    from unisms.services.ground import days
    from unisms.tasks import memory

    steps = worker.registry.evolution_steps
    try:
        stored = in_transaction(
            worker, lambda connection: evolve.ROOT in connection.root(), keep=False
        )
        if not stored:
            yield Finding(
                "warn", "store", "opens, and is empty: unisms evolve --run, or unisms demo"
            )
            return
        held = memory.compare(worker)
        in_transaction(worker, touch, keep=True)
        pending = in_transaction(
            worker, lambda connection: evolve.pending(connection, steps), keep=False
        )
    except Exception as error:  # noqa: BLE001 whatever a driver raises, the doctor tells it
        yield Finding("fail", "store", f"cannot be written ({store.reason(error)}).")
        return
    yield Finding("ok", "store", f"opens and can be written; {len(worker.db.storage):,} records.")
    if pending:
        yield Finding(
            "fail",
            "evolution",
            f"{len(pending)} steps are pending: unisms backup, then unisms evolve --run",
        )
    else:
        yield Finding("ok", "evolution", "no step is pending.")
    if held:
        yield Finding(
            "fail", "restored", "nothing leaves: the store was brought back. Read: unisms release"
        )
    if not worker.run(days.may_erase, int(time.time())):
        yield Finding("warn", "nights", LEAP)
    try:
        worker.run(digests.verify)
    except digests.AnotherKey as error:
        yield Finding("fail", "digests", str(error))
    yield from examine_clock(worker.db.lastTransaction())


def touch(connection):
    """Write the root again, as it is."""
    connection.root()._p_changed = True


def examine_clock(last):
    """Compare our clock to the store's newest change, which we have just written: it never goes back."""
    from persistent.TimeStamp import TimeStamp

    ahead = TimeStamp(last).timeTime() - time.time()
    if ahead > CLOCK_SLIP:
        yield Finding(
            "fail", "clock", f"is {ahead:.0f} s behind the store: set the clocks (timedatectl)."
        )
    else:
        yield Finding("ok", "clock", "agrees with the store.")


def examine_money(worker):
    """Reservations, ledgers and balances agree, campaign by campaign; what does not is named, an institution at a
    time."""
    from unisms.model.evolve import NotInitialised
    from unisms.services.money import ledgers

    try:
        names = worker.run(lambda root: list(root["institutions"]))
    except NotInitialised:
        return
    looked = [worker.run(ledgers.look, name) for name in names]
    faults = [fault for one in looked for fault in one.faults]
    for fault in faults:
        yield Finding("fail", "money", f"{fault.path} {fault.sentence}")
    accounts, entries, campaigns = (sum(one[place] for one in looked) for place in range(3))
    told = f"{accounts:,} accounts, {entries:,} entries and {campaigns:,} campaigns of {len(names):,} institutions"
    if not faults:
        yield Finding("ok", "money", f"{told}: reservations, ledgers and balances agree.")
    else:
        yield Finding("fail", "money", f"{told}: {len(faults):,} do not agree.")


def examine_connections(worker):
    """Each broker connection: its add-on is switched on, and the broker can be reached."""
    from unisms.model.evolve import NotInitialised
    from unisms.services.brokers.connections import all_connections

    try:
        found = worker.run(lambda root: [told_of(each) for each in all_connections(root)])
    except NotInitialised:
        return
    if not found:
        yield Finding("warn", "brokers", "there is no broker connection: nothing can be sent.")
    for path, adapter, trouble, held, unread in found:
        yield examine_connection(worker, path, adapter, trouble)
        if held:
            yield Finding("warn", "held", f"{path} gives one refusal after another: see its page.")
        if unread:
            yield Finding(
                "warn",
                "unread",
                f"{path} sent {unread} pieces of news that could not be read: see its page.",
            )


def told_of(connection):
    """Return the path of a connection, its adapter, its trouble, whether it is held, and what could not be read."""
    from unisms.model.folder import path_of
    from unisms.services.delivery import unread

    kept = len(list(unread.waiting(connection)))
    return path_of(connection), connection.adapter, connection.trouble, bool(connection.holds), kept


def examine_connection(worker, path, adapter, trouble):
    from unisms.ports import BrokerError
    from unisms.seams import UnknownAdapter
    from unisms.tasks.trying import within

    try:
        broker = worker.broker(path)
    except UnknownAdapter:
        return Finding(
            "fail", "broker", f"{path} needs the add-on {adapter}: name it in unisms.addons."
        )
    except (ValueError, KeyError) as error:
        return Finding("fail", "broker", f"{path} has a wrong setting: {error}")
    try:
        answer = within(PATIENCE, broker.check) if hasattr(broker, "check") else "nothing to try"
    except (BrokerError, OSError, TimeoutError) as error:
        return Finding(
            "warn", "broker", f"{path} cannot be reached: {error or type(error).__name__}"
        )
    if trouble:
        return Finding("warn", "broker", f"{path} answers, but nothing left lately: {trouble}")
    return Finding("ok", "broker", f"{path} ({adapter}): {answer}")
