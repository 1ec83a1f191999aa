"""The SMS service that a group of universities shares."""

from importlib.metadata import entry_points

from pyramid.config import Configurator
from pyramid.settings import aslist
from pyramid_tm import explicit_manager

from unisms.model.acl import Permission
from unisms.settings import resolved


def main(global_config, **settings):  # noqa: ARG001 (PasteDeploy gives it)
    """The WSGI application: the smallest host of the service."""
    settings = resolved(settings)
    settings.setdefault("tm.manager_hook", explicit_manager)
    settings.setdefault("retry.attempts", 5)  # as long as errors.PATIENCE lasts
    settings.setdefault(
        "store.patience", "5"
    )  # seconds: a page that waits for the store holds a thread
    with Configurator(
        settings=settings, root_factory="unisms.web.edge.root.root_factory"
    ) as config:
        config.include("pyramid_tm")
        config.include("pyramid_retry")
        config.include("unisms.model.store")
        config.include(
            "unisms.web.door.security"
        )  # the host's own part: who you are, sessions, CSRF
        config.set_default_permission(Permission.OPERATE)
        config.include("unisms")
        return config.make_wsgi_app()


def includeme(config):
    """The service itself, in whatever host: seams, tasks, pages, and the add-ons that the settings name."""
    config.include("unisms.seams")
    config.include("unisms.tasks")
    config.include("unisms.web")
    for addon in addon_modules(config.registry.settings):
        config.include(addon)


def addon_modules(settings):
    """The modules of the add-ons switched on, in the order of the setting.

    :raises LookupError: the settings name one that is not installed.
    """
    known = {point.name: point.value for point in entry_points(group="unisms.addons")}
    names = aslist(settings.get("unisms.addons", ""))
    missing = [name for name in names if name not in known]
    if missing:
        raise LookupError(
            f"unisms.addons names add-ons that are not installed: {', '.join(missing)}"
        )
    return [known[name] for name in names]
