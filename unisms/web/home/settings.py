"""Settings that an institution changes itself: the way to each page of them, for people who may."""

from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.root import Institution
from unisms.seams.pages import HEADINGS


@view_config(
    context=Institution,
    name="settings",
    request_method="GET",
    renderer="settings.jinja2",
    permission=Permission.INSTITUTION_VIEW,
)
def settings(_institution, request):
    """The list of pages that this person may open, by heading."""
    pages = request.registry.settings_pages
    mine = {name: line for name, line in pages.items() if may_open(line, request)}
    ordered = sorted(mine.items(), key=lambda one: (not one[1].first, one[1].last))
    shelves = {
        heading: {name: line for name, line in ordered if line.heading == heading}
        for heading in HEADINGS
    }
    return {"shelves": shelves}


def may_open(line, request):
    """Whether this person may open the page of a line."""
    if line.shown is not None:
        return line.shown(request)
    return bool(request.has_permission(line.permission, request.institution))


def has_settings(request):
    """Whether this person may set anything here; pages with a rubric of their own do not count."""
    pages = request.registry.settings_pages.values()
    return any(may_open(line, request) for line in pages if not line.own_rubric)


def in_settings(request):
    """Whether this is a page of settings of an institution."""
    if not request.institution:
        return False
    inside = request.path.removeprefix(request.resource_path(request.institution))
    return inside.partition("/")[0] in places(request.registry)


def places(registry):
    """Return the first names of the paths of all pages of settings that have no other rubric."""
    lines = registry.settings_pages.items()
    return {"settings"}.union(
        *((name.rstrip("/"), *line.also) for name, line in lines if not line.own_rubric)
    )
