"""People of a directory as they are saved: a new query, its count, its settings, its end."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.directories import DirectoryConnection, DirectoryQuery
from unisms.model.folder import path_of
from unisms.services.directory import queries
from unisms.services.directory.directories import HasRoles
from unisms.web.forms.fields import Field
from unisms.web.forms.form import Form, form_views
from unisms.web.forms.new_page import NewPage
from unisms.web.forms.readers import text
from unisms.web.forms.settings_page import SettingsPage

MANAGE = Permission.DIRECTORY_MANAGE
LONGEST = 2_000  # characters of a filter, or of the name of a group


class QueryForm(Form):
    """The common part of the forms of a query: a filter, or a group of the directory."""

    fields = (
        Field("title", text(80)),
        Field("chosen", text(LONGEST, least=0)),
        Field("base", text(LONGEST, least=0)),
        Field("group", text(LONGEST, least=0)),
    )

    def check(self, values):
        if self.errors:
            return
        if not (values["chosen"] or values["group"]):
            self.reject("chosen", "neither")
        elif values["chosen"] and values["group"]:
            self.reject("chosen", "both")


@form_views(context=DirectoryConnection, name="new", renderer="query_new.jinja2", permission=MANAGE)
class NewQuery(QueryForm, NewPage):
    """The form of a new query; a link from a group that was found fills it in."""

    verb = "query.added"

    def begun(self):
        return {name: self.request.GET.get(name, "") for name in super().begun()}

    def make(self, values):
        return DirectoryQuery(**values)

    def after(self, record):
        count_soon(self.request, record)
        return super().after(record)


@form_views(
    context=DirectoryQuery,
    name="settings",
    renderer="query_settings.jinja2",
    permission=MANAGE,
)
class QuerySettings(QueryForm, SettingsPage):
    """The settings of a query."""

    verb = "query.changed"

    def after(self):
        return self.request.resource_path(self.context)

    def store(self, values):
        before = self.context.about
        super().store(values)
        if self.context.about != before:
            self.context.counted, self.context.numberless = (), ()
            count_soon(self.request, self.context)


@view_defaults(context=DirectoryQuery, permission=MANAGE)
class QueryViews:
    """A query: how many people it has, and those without a number."""

    def __init__(self, query, request):
        self.query, self.request = query, request

    @view_config(request_method="GET", renderer="query.jinja2")
    def show(self):
        return self.page()

    def page(self, problem=None, status=200):
        """Show the query; ``problem`` is why it is not removed."""
        self.request.response.status = status
        query = self.query
        return {
            "query": query,
            "connection": query.__parent__,
            "counting": queries.is_being_counted(query, self.request.now),
            "with_roles": queries.has_roles(query),
            "problem": problem,
        }

    @view_config(name="count", request_method="POST")
    def count(self):
        count_soon(self.request, self.query)
        return HTTPSeeOther(self.request.resource_path(self.query))

    @view_config(name="remove", request_method="POST", renderer="query.jinja2")
    def remove(self):
        connection = self.query.__parent__
        try:
            queries.remove(self.request.actor, self.query, self.request.now)
        except HasRoles as refused:
            return self.page(("directory", "roles", refused.titles), status=409)
        self.request.session.flash("gone", "gone")
        return HTTPSeeOther(self.request.resource_path(connection))


def count_soon(request, query):
    """Have a worker count the people of a query."""
    queries.ask_for_count(query, request.now)
    request.enqueue("count_query", path_of(query))
