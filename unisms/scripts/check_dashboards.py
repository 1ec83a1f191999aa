"""Findings about the dashboards: their address, their key, and how old the files are they read."""

import json
import time
from urllib.parse import urlsplit

from pyramid.settings import asbool

from unisms.model import links
from unisms.scripts import dashboards
from unisms.scripts.findings import fine, warning

OLD = 36 * 3600  # seconds after which a night has passed without an export


def examine_dashboards(settings, now=time.time):
    """Yield whether people find the dashboards, and whether these have figures of last night."""
    address = settings.get("unisms.dashboards_url", "").strip()
    if not address and not dashboards.are_wanted(settings):
        yield fine("dashboards", "none: unisms.dashboards_url names no address of them.")
        return
    yield from examine_address(address, settings)
    if dashboards.are_wanted(settings) and not dashboards.are_installed():
        yield warning("dashboards", dashboards.MISSING)
    yield examine_files(dashboards.folder(settings), now())


def examine_address(address, settings):
    """Yield a warning if browsers do not find the dashboards, or not at an origin of their own."""
    production = asbool(settings.get("unisms.production", ""))
    if not address and production:
        yield warning(
            "dashboards", "unisms.dashboards_url is missing: no page leads to the dashboards."
        )
    elif production and not address.startswith("https://"):
        yield warning("dashboards", f"{address} is not https: tickets could be read on their way.")
    if address and urlsplit(address).netloc == urlsplit(links.address_of(settings)).netloc:
        yield warning(
            "dashboards",
            f"{address} is the service's own address: the dashboards need another host or port.",
        )


def examine_files(folder, now):
    """Return how old the exports in ``folder`` are."""
    file = folder / "manifest.json"
    try:
        age = now - json.loads(file.read_text())["made_at"]
    except FileNotFoundError:
        return warning("dashboards", f"{folder} has no exports yet: unisms export")
    except (OSError, ValueError, KeyError, TypeError):
        return warning("dashboards", f"{file} cannot be read: unisms export")
    hours = f"{max(0, age) / 3600:.0f} h"
    if age > OLD:
        return warning("dashboards", f"the exports are {hours} old: does a worker run at night?")
    return fine("dashboards", f"the exports in {folder} are {hours} old.")
