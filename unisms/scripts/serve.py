"""``unisms serve``, the whole service under one supervisor, and ``unisms web``, its pages alone."""

import contextlib
import gc
import signal
import sys
from pathlib import Path

import click
import plaster

from unisms.scripts import dashboards
from unisms.scripts.addresses import try_to_listen
from unisms.scripts.opening import (
    Misconfigured,
    Refused,
    config_option,
    explained,
    initialised,
    read_settings,
)
from unisms.scripts.supervisor import Child, Leash, Supervisor

SWITCH = (
    0.001  # seconds a thread may keep the interpreter: a quick page must not wait for slow ones
)
supervised_option = click.option(
    "--supervised", type=int, hidden=True, help="The line to the supervisor."
)
listen_option = click.option(
    "--listen", metavar="HOST:PORT", help="Where pages are served [settings: listen]."
)


@click.command()
@config_option
@listen_option
def serve(config, listen):
    """Run everything: pages and worker, under one supervisor.

    What dies is started again; Ctrl-C or TERM stops all of it cleanly.

    \b
    Examples:
      unisms serve
      unisms serve --listen 127.0.0.1:6600
      unisms serve -c /etc/unisms/production.ini
    """
    settings = read_settings(config)
    given, listen = listen, listen or server_settings(config)["listen"]
    refuse_taken(listen, config)
    beside = dashboards_beside(settings, listen, is_given=bool(given))
    told = Path(settings["unisms.var"]), beside.address if beside else ""
    children = children_of(config, listen, beside)
    sys.exit(Supervisor(children, say, lambda: announce(listen, *told)).run())


def dashboards_beside(settings, listen, *, is_given):
    """Return the dashboards to be started beside the pages, or ``None``."""
    if not dashboards.are_wanted(settings):
        return None
    if not dashboards.are_installed():
        say(dashboards.MISSING)
        return None
    return dashboards.beside(settings, listen, is_given=is_given)


def children_of(config, listen, beside):
    """Return the processes of the service; the figures are worth no message that does not leave."""
    unisms = [sys.executable, "-m", "unisms.scripts"]
    address = ["--dashboards-url", beside.address] if beside else []
    children = [
        Child("web", [*unisms, "web", "-c", config, "--listen", listen, *address]),
        Child("worker", [*unisms, "worker", "-c", config]),
    ]
    extra = [Child("dashboards", beside.command, needed=False)] if beside else []
    return children + extra


@click.command()
@config_option
@listen_option
@click.option("--dashboards-url", hidden=True, help="Where browsers find the dashboards.")
@supervised_option
def web(config, listen, dashboards_url, supervised):
    """Serve the pages. The worker runs beside: unisms worker.

    \b
    Example, for a service of the system:
      unisms web -c /etc/unisms/production.ini
    """
    leash = Leash(supervised)
    settings = read_settings(config)
    if dashboards_url:
        settings["unisms.dashboards_url"] = dashboards_url
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(0)
    )  # waitress ends the requests under way, then returns
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    import unisms
    from unisms.web.edge.doorstep import largest_body
    from unisms.web.edge.server import make_server
    from unisms.web.frame.jinja import warm_up

    plaster.setup_logging(config)
    options = server_settings(config) | ({"listen": listen} if listen else {})
    options.setdefault(
        "max_request_body_size", 2 * largest_body(settings)
    )  # below it, pages say what is too large
    refuse_taken(options["listen"], config)
    with explained(settings):
        application = unisms.main({}, **settings)
    with contextlib.suppress(Refused):  # a store with nothing in it: the pages say what to do
        initialised(application.registry.worker, lambda _root: None)
    server = make_server(application, **options)
    warm_up(application.registry)
    sys.setswitchinterval(SWITCH)
    gc.freeze()  # code, templates and catalogues are no garbage: look through them no more
    leash.ready()
    server.run()


def server_settings(config):
    """Waitress's settings in the ini file."""
    settings = dict(plaster.get_settings(config, "server:main"))
    settings.pop("use", None)
    if "listen" not in settings:
        raise Misconfigured(
            f"{config} has no `listen` under [server:main]: say where, `listen = 127.0.0.1:6543`."
        )
    return settings


def refuse_taken(listen, config):
    """Say so now if an address of ``listen`` is in use, and what to change."""
    for address in listen.split():
        host, _, port = address.rpartition(":")
        if not port.isdigit():
            raise click.BadParameter(
                f"{address} is not HOST:PORT, like 127.0.0.1:6543", param_hint="--listen"
            )
        try:
            try_to_listen(host, int(port))
        except OSError as error:
            raise click.ClickException(
                f"{address} cannot be used ({error.strerror}): another program listens there? "
                "Choose another:\n"
                f"  unisms serve --listen {host}:{int(port) + 1}\n"
                f"or change `listen` under [server:main] in {config}."
            ) from error


def announce(listen, var, dashboards_at=""):
    """Tell that all is ready and where, with the logins of the demonstration if this is one."""
    logins = var / "demo-logins.txt"
    if logins.exists():
        click.echo("\n" + logins.read_text())
    click.secho(
        f"unisms is ready at {' '.join(f'http://{address}/' for address in listen.split())}",
        bold=True,
    )
    if dashboards_at:
        click.echo(f"Dashboards at {dashboards_at}/, by their link on the pages.")
    click.echo("Ctrl-C stops it.")


def say(sentence):
    click.echo(f"unisms: {sentence}", err=True)
