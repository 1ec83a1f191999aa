"""Roles of an institution: built-in ones to read and copy, its own to make, change and delete."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import GIVEN, ROLES, Permission
from unisms.model.folder import Folder
from unisms.model.roles import Role
from unisms.services.rights import rights
from unisms.services.rights.rights import NotYours, StillHeld
from unisms.web.door.proving import Proof
from unisms.web.forms.form import form_views
from unisms.web.forms.new_page import NewPage
from unisms.web.forms.settings_page import SettingsPage
from unisms.web.frame.holders import Names
from unisms.web.rights.role_form import RoleForm, limits_of, wanted

SHOWN = 20  # of those who hold a role that cannot be deleted


@view_config(
    context=Folder,
    folder="roles",
    request_method="GET",
    renderer="roles.jinja2",
    permission=Permission.ROLE_MANAGE,
)
def roles(folder, request):
    own = sorted(folder.values(), key=lambda role: role.title.casefold())
    built_in = {name: may for name, may in ROLES.items() if name not in folder}
    done = request.session.pop_flash("roles")
    return {
        "own": [told(role, request) for role in own],
        "built_in": built_in,
        "offered": GIVEN,
        "done": done,
    }


def told(role, request):
    """A role, its limits, and the titles of the accounts that it may charge."""
    limits, names = limits_of(role), Names(request.institution)
    return role, limits, [names.place(f"accounts/{name}") or name for name in limits.accounts]


@form_views(
    context=Folder,
    folder="roles",
    name="new",
    renderer="role_new.jinja2",
    permission=Permission.ROLE_MANAGE,
)
class NewRole(RoleForm, NewPage):
    """The form of a new role, perhaps a copy of another one."""

    verb = "role.made"

    def begun(self):
        copied = self.request.GET.get("copy", "")
        role = self.folder.get(copied) or (copied in ROLES and Role("", ROLES[copied]))
        return self.copy_of(role) if role else super().begun()

    def copy_of(self, role):
        return {field.name: field.value(role) for field in self.fields} | {"title": ""}

    def check(self, values):
        if not self.errors:
            self.refuse(rights.refuse_more_than, self.request.actor, *wanted(values))

    def make(self, values):
        role = Role(values["title"], *wanted(values))
        role.about = values["about"]
        return role

    @property
    def taken(self):
        """Return the names of roles, also those that grants have kept from roles that are gone.

        The holders of a former role must not get a new one.
        """
        named = {grant.role for grant in self.request.institution.grants}
        return {*ROLES, *self.folder, *named}

    def after(self, record):
        self.request.session.flash("made", "roles")
        return self.request.resource_path(self.folder)


@form_views()
@view_defaults(context=Role, renderer="role.jinja2", permission=Permission.ROLE_MANAGE)
class RoleSettings(RoleForm, SettingsPage):
    """A role of the institution's own: it changes for all who have it."""

    verb = "role.changed"
    news = "roles"
    wait = 0  #: seconds until the next proof is looked at
    held, refused = (), None  #: why it cannot be removed: who holds it, what is lacking

    def check(self, values):
        if not self.errors:
            asked = (self.context.__name__, *wanted(values))
            self.refuse(rights.refuse_change, self.request.actor, *asked)
        if not self.errors and self.opens_export(values):
            problem, self.wait = Proof(self.request).problem()
            if problem:
                self.reject("proof", problem, self.wait)

    def opens_export(self, values):
        """Whether the holders of the role could take the data away from now on.

        No borrowed session gives that: the viewer proves once more who they are.
        """
        export = Permission.INSTITUTION_EXPORT
        return export in wanted(values)[0] and export not in self.context.permissions

    def page(self):
        self.meanwhile = tuple((name, self.told(name, value)) for name, value in self.meanwhile)
        return super().page()

    def facts(self):
        return {
            **super().facts(),
            "held": self.held,
            "most": SHOWN,
            "refused": self.refused,
            "proof": Proof(self.request),
            "wait": self.wait,
        }

    def after(self):
        return self.request.resource_path(self.folder)

    @view_config(name="remove", request_method="POST")
    def remove(self):
        folder, name = self.folder, self.context.__name__
        try:
            told = self.stored().items()
            rights.remove_role(self.request.actor, name, self.request.now, told)
        except StillHeld as held:
            self.request.response.status, self.held = 409, held.grants
            return self.page()
        except NotYours as refused:
            self.request.response.status, self.refused = 403, refused
            return self.page()
        self.request.session.flash("removed", "roles")
        return HTTPSeeOther(self.request.resource_path(folder))
