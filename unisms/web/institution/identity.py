"""Identity of an institution: its name, its look and its time zone."""

import re

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.root import Institution
from unisms.services.institution import logos
from unisms.services.rules.hours import time_zones
from unisms.sms.homes import HOMES
from unisms.web.edge.languages import LANGUAGES
from unisms.web.edge.languages import marked as _
from unisms.web.forms.fields import Field, Wrong
from unisms.web.forms.readers import one_of, text
from unisms.web.forms.settings_page import SettingsPage, settings_page
from unisms.web.frame import look

MOST = 200 << 10  # bytes of a logo
COLOUR = re.compile("#[0-9a-f]{6}")
#: of the territories of the French Republic; in Polynesia there are three
FRENCH_ZONES = {
    "Europe/Paris": "FR",
    "America/Guadeloupe": "GP",
    "America/Martinique": "MQ",
    "America/Cayenne": "GF",
    "Indian/Reunion": "RE",
    "Indian/Mayotte": "YT",
    "America/Marigot": "MF",
    "America/St_Barthelemy": "BL",
    "America/Miquelon": "PM",
    "Pacific/Noumea": "NC",
    "Pacific/Tahiti": "PF",
    "Pacific/Marquesas": "PF",
    "Pacific/Gambier": "PF",
    "Pacific/Wallis": "WF",
}


def colour(typed):
    """A colour as ``#rrggbb``."""
    found = typed.strip().lower()
    if not COLOUR.fullmatch(found):
        raise Wrong("colour")
    return found


@settings_page(
    "identity",
    renderer="identity.jinja2",
    title=_("Établissement"),
    sentence=_("nom, langue, fuseau horaire, couleur, logo"),
    heading="institution",
    first=True,
    permission=Permission.INSTITUTION_MANAGE,
    verb="institution.changed",
    done=_("a modifié l'établissement"),
    called={
        "time_zone": _("fuseau horaire"),
        "country": _("territoire"),
        "accent": _("couleur"),
    },
)
class IdentityPage(SettingsPage):
    """Name, time zone, home country, language, colour; and the logo, which has its own form."""

    fields = (
        Field("title", text(80)),
        Field("time_zone", one_of(time_zones)),
        Field("country", one_of(HOMES)),
        Field("language", one_of(LANGUAGES)),
        Field("accent", colour),
    )
    mark = "identity_change"
    logo_problem = ""  #: why the picture that was sent cannot be the logo

    def facts(self):
        return {
            "zones": zones(),
            "homes": HOMES,
            "languages": LANGUAGES,
            "shades": shades(self.record.accent),
            "logo_problem": self.logo_problem,
            "most": MOST >> 10,
        }


def zones():
    """Return the time zones for a list: ``french`` ones by territory, ``others`` by name."""
    others = [zone for zone in time_zones() if zone not in FRENCH_ZONES]
    return {"french": FRENCH_ZONES, "others": others}


def shades(accent):
    """The colour as it is shown on light and on dark paper, where it had to change to be read."""
    light, dark = (look.readable(accent, paper) for paper in (look.LIGHT_PAPER, look.DARK_PAPER))
    return {"light": light if light != accent else "", "dark": dark if dark != accent else ""}


@view_config(
    context=Institution, name="logo", request_method="GET", permission=NO_PERMISSION_REQUIRED
)
def logo(institution, _request):
    """The picture in the header.

    It is on the sign-in page, so anybody may see it; nothing in it can act.
    """
    if institution.logo is None:
        return HTTPNotFound()
    response = Response(institution.logo.content, content_type=institution.logo.kind)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.cache_control = "public, max-age=31536000, immutable"
    return response


@view_config(
    context=Institution,
    name="logo",
    request_method="POST",
    renderer="identity.jinja2",
    picture=True,
    permission=Permission.INSTITUTION_MANAGE,
)
def change_logo(institution, request):
    """Put another picture in the header, or none."""
    remove = request.POST.get("action") == "remove"
    content = b"" if remove else uploaded(request.POST.get("logo"))
    problem = "" if remove else fault_of(content) if content else "missing"
    if problem:
        request.response.status = 422
        shown = IdentityPage(institution, request)
        shown.logo_problem = problem
        return shown.page()
    logos.change(request.actor, institution, content, request.now)
    request.session.flash("changed", "settings")
    return HTTPSeeOther(request.resource_path(institution, "identity"))


def uploaded(field):
    """Return the bytes of a file's field, at most one more than is taken."""
    if not hasattr(field, "file"):
        return b""
    with field.file as file:
        return file.read(MOST + 1)


def fault_of(content):
    """Return why this cannot be the picture: ``kind``, ``large``, or nothing."""
    return (
        ""
        if logos.kind_of(content) and len(content) <= MOST
        else "large"
        if logos.kind_of(content)
        else "kind"
    )
