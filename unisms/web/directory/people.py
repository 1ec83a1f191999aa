"""People of directories as one looks for them: beside those whom the institution knows."""

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.people import People
from unisms.web.door import outside

MOST = 20  # people of directories that a search shows
WRITE = "write"  # where one chooses whom to write to


@view_config(
    context=People,
    name="directory-people",
    request_method="GET",
    renderer="directory_people.jinja2",
    permission=Permission.PERSON_VIEW,
)
def directory_people(folder, request):
    """Show the people of directories whom a search finds: a part of a page, or a page."""
    search = request.GET.get("search", "").strip()[:100]
    found, silent = outside.search(request, search, MOST) if search else ([], False)
    return {
        "search": search,
        "found": found,
        "silent": silent,
        "is_part": "HX-Request" in request.headers,
        "to_write": request.GET.get("to") == WRITE,
        "may_manage": request.has_permission(Permission.PERSON_MANAGE, folder),
    }


@view_config(
    context=People,
    name="directory-people",
    request_method="POST",
    permission=Permission.PERSON_MANAGE,
)
def take_in(folder, request):
    """Make the record of somebody whom a directory knows."""
    uid = request.POST.get("uid", "")
    outside.take_in(request, [uid])
    if uid not in folder:
        raise HTTPNotFound
    return HTTPSeeOther(request.resource_path(folder[uid]))
