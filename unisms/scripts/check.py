"""``unisms check``: a doctor for the installation, who says what to do about each finding."""

import os
import stat
import sys

import click
import plaster
from pyramid.settings import asbool, aslist

from unisms.scripts.check_brokers import examine_connections
from unisms.scripts.check_dashboards import examine_dashboards
from unisms.scripts.check_directories import examine_directories
from unisms.scripts.check_reports import examine_reports
from unisms.scripts.check_store import examine_money, examine_store, is_begun
from unisms.scripts.findings import COLOURS, Finding, failure, fine, warning
from unisms.scripts.opening import (
    Misconfigured,
    config_option,
    json_option,
    make_registry,
    read_settings,
    show_json,
)
from unisms.services.mail import servers
from unisms.services.mail.envelopes import MailServerAway
from unisms.settings import complaints
from unisms.tasks.smtp import SmtpLine


@click.command()
@config_option
@click.option(
    "--brokers/--no-brokers",
    default=True,
    help="Whether to try each broker connection and directory.",
)
@click.option(
    "--money/--no-money", default=True, help="Whether to look at every account and campaign."
)
@json_option
def check(config, brokers, money, as_json):
    """Look whether everything is in order: settings, store, queue, files, brokers, clock, money.

    Each line says what is so, and what to do. Exit code: 0 all is well, 1 look at the warnings,
    2 something fails.

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
    """Yield every finding, in an order where the first failure explains those after it."""
    try:
        settings = read_settings(config)
    except Misconfigured as error:
        yield failure("settings", error.message)
        return
    found = [Finding(severity, "settings", sentence) for severity, sentence in complaints(settings)]
    yield from found or [fine("settings", f"{config}: all known, none missing.")]
    yield from examine_address(config)
    yield from examine_proxy(config, asbool(settings.get("unisms.production", "")))
    yield from examine_mail(settings)
    yield from examine_dashboards(settings)
    try:
        registry = make_registry(settings)
    except click.ClickException as error:
        yield failure("start", error.message)
        return
    worker = registry.worker
    try:
        yield from examine_folder(worker.var)
        yield from examine_queue(worker.huey)
        yield from examine_store(worker)
        if is_begun(worker):
            yield from examine_reports(worker)
        if money:
            yield from examine_money(worker)
        if brokers:
            yield from examine_connections(worker)
            yield from examine_directories(worker)
    finally:
        worker.db.close()


def examine_mail(settings):
    """Yield whether the mail server lets us in."""
    server = servers.server_of(settings)
    if server is None:
        yield fine("mail", "no mail server is set up: no mail leaves.")
        return
    try:
        with SmtpLine(server) as line:
            line.open()
    except MailServerAway as away:
        told = f"{away.why} {away.answer}".strip()
        yield failure("mail", f"{server.host}:{server.port} lets nothing leave: {told}.")
    else:
        yield fine("mail", f"{server.host}:{server.port} lets us in.")


def examine_address(config):
    """Yield whether only this machine, and so a proxy that speaks TLS, is offered the pages."""
    listen = plaster.get_settings(config, "server:main").get("listen", "")
    if not listen:
        yield failure("address", f"{config} has no `listen` under [server:main].")
    elif any(
        not address.startswith(("127.", "localhost:", "[::1]:")) for address in listen.split()
    ):
        yield warning(
            "address",
            f"{listen} is reachable from outside: only a proxy with TLS should be.",
        )
    else:
        yield fine("address", f"{listen}: from this machine only.")


def examine_proxy(config, production):
    """Yield a warning if we believe anybody about visitors: their address, and their https."""
    server = plaster.get_settings(config, "server:main")
    proxy, told = server.get("trusted_proxy", ""), aslist(server.get("trusted_proxy_headers", ""))
    if proxy == "*" or (proxy and not asbool(server.get("clear_untrusted_proxy_headers", "true"))):
        yield warning(
            "proxy",
            "anybody may say to be anywhere: give trusted_proxy the proxy's own address.",
        )
    elif proxy and "x-forwarded-for" not in told:
        yield warning(
            "proxy",
            "visitors all seem to be the proxy: trusted_proxy_headers lacks x-forwarded-for.",
        )
    elif production and server.get("url_scheme") != "https" and "x-forwarded-proto" not in told:
        yield warning(
            "proxy",
            "nothing says that visitors come by https: set url_scheme, and trusted_proxy.",
        )


def examine_folder(var):
    """Yield whether the folder is ours, closed to others, and has room."""
    if not os.access(var, os.W_OK):
        yield failure("folder", f"{var} cannot be written: chown it to the user of the service.")
        return
    mode = stat.S_IMODE(var.stat().st_mode)
    if mode & (stat.S_IRWXO | stat.S_IWGRP):
        yield warning("folder", f"{var} is open to others ({mode:o}): chmod 750 {var}")
    else:
        yield fine("folder", f"{var} is ours ({mode:o}).")
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
        why = reason(error)
        sentence = f"does not answer ({why}): look at unisms.queue. What is new waits until then."
        yield failure("queue", sentence)
        return
    if waiting < 1000:
        yield fine("queue", f"{waiting} tasks wait.")
    else:
        yield warning("queue", f"{waiting} tasks wait. Does a worker run?")
