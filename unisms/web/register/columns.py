"""The page that asks what the columns of a people file are, and of which list it is."""

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.folder import path_of
from unisms.model.imports import Import
from unisms.services.register import columns, requests
from unisms.services.register.comparison import Declared
from unisms.web.frame.paging import whole

FIRST_ROWS = 5


@view_defaults(
    context=Import,
    name="register",
    renderer="register_columns.jinja2",
    permission=Permission.IMPORT_FILE,
)
class ColumnsOfFile:
    """The columns of a file, chosen by whoever uploaded it and manages people."""

    def __init__(self, record, request):
        self.record, self.request = record, request
        self.institution = request.institution
        if not request.has_permission(Permission.PERSON_MANAGE, self.institution):
            raise HTTPForbidden

    @view_config(request_method="GET")
    def show(self):
        if self.record.state not in ("uploaded", "read"):
            return HTTPSeeOther(self.request.resource_path(self.record))
        return self.page(self.proposed())

    def proposed(self):
        record, rolls = self.record, self.institution.rolls
        read = columns.ReadColumns(
            record.kinds,
            record.number_columns,
            record.name_columns,
            record.key_column,
            record.country_column,
        )
        return Declared(
            rolls[0] if len(rolls) == 1 else "", False, columns.propose(record.columns, read)
        )

    def page(self, wish, problem=None):
        """Return the values of the page; ``problem`` is why nothing is compared."""
        self.request.response.status = 422 if problem else 200
        return {
            "record": self.record,
            "wish": wish,
            "problem": problem,
            "rolls": [("", "—"), *((title, title) for title in self.institution.rolls)],
            "first_rows": self.record.rows.first(FIRST_ROWS),
            "most_numbers": columns.MOST_NUMBERS,
        }

    @view_config(request_method="POST")
    def compare(self):
        """Let a worker compare the file with the directory."""
        if self.record.state != "read":
            return HTTPSeeOther(self.request.resource_path(self.record))
        actor, now, wish = self.request.actor, self.request.now, typed(self.request.POST)
        try:
            register = requests.begin(actor, self.record, wish, now)
        except columns.BadColumns as bad:
            return self.page(wish, bad.problem)
        self.request.enqueue("advance_register", path_of(register), register.author)
        return HTTPSeeOther(self.request.resource_path(register))


def typed(post):
    """Return the ``Declared`` that a form sends."""
    chosen = columns.PeopleColumns(
        uid=_place(post, "uid"),
        name_columns=_places(post, "name", 2),
        email=_place(post, "email"),
        number_columns=_places(post, "number", columns.MOST_NUMBERS),
        groups=_place(post, "groups"),
        country_column=_place(post, "country"),
    )
    title = post.get("roll-new", "").strip() or post.get("roll", "")
    return Declared(title, post.get("whole") == "yes", chosen)


def _place(post, field):
    return whole(post.get(field), least=-1) if post.get(field) else -1


def _places(post, field, most):
    """Return the columns of ``name-0``, ``name-1``…, in that order, each once."""
    found = (_place(post, f"{field}-{number}") for number in range(most))
    return tuple(dict.fromkeys(place for place in found if place >= 0))
