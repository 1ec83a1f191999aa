"""The directories of an institution: the list, each one, and the forms of its settings."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.directories import DirectoryConnection
from unisms.model.folder import Folder, path_of
from unisms.services.brokers import connections
from unisms.services.directory import directories
from unisms.services.directory.directories import HasRoles
from unisms.sms.names import fold
from unisms.web.door import outside
from unisms.web.forms.adapter_form import AdapterForm, ChosenAdapter
from unisms.web.forms.fields import Field
from unisms.web.forms.form import form_views
from unisms.web.forms.new_page import NewPage
from unisms.web.forms.readers import text, yes
from unisms.web.forms.settings_page import SettingsPage
from unisms.web.frame.sight import note_reading

MANAGE = Permission.DIRECTORY_MANAGE
MOST_GROUPS = 50  # that a search of groups shows


@view_config(
    context=Folder,
    folder="directories",
    request_method="GET",
    renderer="directories.jinja2",
    permission=MANAGE,
)
def list_of_directories(folder, _request):
    return {"directories": sorted(folder.values(), key=lambda one: fold(one.title))}


class DirectoryForm(AdapterForm):
    """The common part of the forms of a directory."""

    port = "directory"
    trying = "directory.proposed"
    own_fields = (Field("title", text(80)), Field("signs_in", yes))

    def empty(self, settings=()):
        record = DirectoryConnection("", self.adapter, settings)
        record.__parent__ = self.request.institution  # for the country of its numbers
        return record

    def keep_found(self, connection):
        """Keep how the try of what is now saved has ended, and what it has found."""
        found = self.proposal.found if self.keeps else ()
        connection.tested, connection.found = self.decided(), found
        if not connection.tested:
            try_soon(self.request, connection)


@form_views(
    context=Folder,
    folder="directories",
    name="new",
    renderer="directory_new.jinja2",
    permission=MANAGE,
)
class NewDirectory(ChosenAdapter, DirectoryForm, NewPage):
    """The form of a new directory; its adapter is chosen first, where there are several."""

    verb = "directory.added"

    @property
    def adapter(self):
        asked, known = self.request.params.get("adapter", ""), self.adapters
        return asked if asked in known else known[0] if len(known) == 1 else ""

    def add(self, values):
        connection = super().add(values)
        self.keep_found(connection)
        return connection


@form_views(
    context=DirectoryConnection,
    name="settings",
    renderer="directory_settings.jinja2",
    permission=MANAGE,
)
class DirectorySettings(DirectoryForm, SettingsPage):
    """The settings of a directory."""

    verb = "directory.changed"

    @property
    def adapter(self):
        return self.context.adapter

    def store(self, values):
        before = self.context.made_with()
        super().store(values)
        if before != self.context.made_with() or self.keeps:
            directories.settings_changed(self.context)
            self.keep_found(self.context)


@view_defaults(context=DirectoryConnection, permission=MANAGE)
class DirectoryViews:
    """A directory: how it is, what is saved there, its groups, its end."""

    def __init__(self, connection, request):
        self.connection, self.request = connection, request

    @view_config(request_method="GET", renderer="directory.jinja2")
    def show(self):
        return self.page()

    def page(self, problem=None, status=200):
        """Show the directory; ``problem`` is why it is not removed."""
        self.request.response.status = status
        shown = [one[1] for sample in self.connection.found[3:] for one in sample]
        note_reading(self.request, self.connection, shown)
        return {
            "connection": self.connection,
            "trying": connections.is_being_tried(self.connection, self.request.now),
            "queries": sorted(self.connection.values(), key=lambda one: fold(one.title)),
            "problem": problem,
        }

    @view_config(name="try", request_method="POST")
    def try_it(self):
        directories.note_wish(self.request.actor, self.connection, self.request.now)
        try_soon(self.request, self.connection)
        return HTTPSeeOther(self.request.resource_path(self.connection))

    @view_config(name="remove", request_method="POST", renderer="directory.jinja2")
    def remove(self):
        folder = self.connection.__parent__
        try:
            directories.remove(self.request.actor, self.connection, self.request.now)
        except HasRoles as refused:
            return self.page(("directory", "roles", refused.titles), status=409)
        self.request.session.flash("gone", "gone")
        return HTTPSeeOther(self.request.resource_path(folder))

    @view_config(name="directory-groups", request_method="GET", renderer="directory_groups.jinja2")
    def groups(self):
        """Show the groups that a search finds; the directory is asked outside the transaction."""
        search, asked = self.request.GET.get("search", "").strip(), None
        found, silent = [], False
        if search:
            asked = directories.ask_of(self.connection)
            told, silent = outside.answers(
                self.request, [asked], lambda directory: directory.groups(search, MOST_GROUPS)
            )
            found = [pair for _, pairs in told for pair in pairs]
        return {
            "connection": self.connection,
            "search": search,
            "groups": found,
            "silent": silent,
            "saved": {query.group: query for query in self.connection.values() if query.group},
        }


def try_soon(request, connection):
    """Have a worker try the directory."""
    connections.ask_for_try(connection, request.now)
    request.enqueue("try_connection", path_of(connection))
