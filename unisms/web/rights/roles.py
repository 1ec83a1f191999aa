"""The roles of an institution: the built-in ones to read and copy, its own to make, change and
delete.
"""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import GIVEN, ROLES, Permission
from unisms.model.folder import Folder
from unisms.model.roles import Role
from unisms.services.rights import rights
from unisms.services.rights.rights import NotYours, StillHeld
from unisms.web.door.proving import Proof
from unisms.web.forms.settings_page import free_name
from unisms.web.frame.holders import Names
from unisms.web.rights.role_form import RolePage, limits_of, wanted

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


@view_defaults(
    context=Folder,
    folder="roles",
    name="new",
    renderer="role_new.jinja2",
    permission=Permission.ROLE_MANAGE,
)
class NewRole(RolePage):
    """Making a role, perhaps from another one."""

    @view_config(request_method="GET")
    def show(self):
        copied = self.request.GET.get("copy", "")
        if copied in self.folder:
            self.shown = self.copy_of(self.folder[copied])
        elif copied in ROLES:
            self.shown = self.copy_of(Role("", ROLES[copied]))
        return self.new_page(**self.facts())

    def copy_of(self, role):
        return {field.name: field.value(role) for field in self.fields} | {"title": ""}

    @view_config(request_method="POST")
    def save(self):
        values = self.typed()
        if not self.errors:
            self.refuse(rights.refuse_more_than, self.request.actor, *wanted(values))
        if self.errors:
            return self.new_page(**self.facts())
        role, name = Role(values["title"], *wanted(values)), self.free_name(values["title"])
        role.about = values["about"]
        self.add_new("role.made", name, role, values)
        self.request.session.flash("made", "roles")
        return HTTPSeeOther(self.request.resource_path(self.folder))

    def free_name(self, title):
        """Return a name that no grant has kept from a role that is gone.

        The holders of the former role must not get the new one.
        """
        named = {grant.role for grant in self.request.institution.grants}
        return free_name({*ROLES, *self.folder, *named}, title)


@view_defaults(context=Role, renderer="role.jinja2", permission=Permission.ROLE_MANAGE)
class RoleSettings(RolePage):
    """Changing a role: it changes for all who have it."""

    wait = 0  #: seconds until the next proof is looked at

    @view_config(request_method="GET")
    def show(self):
        return self.page(**self.facts())

    @view_config(request_method="POST")
    def save(self):
        return self.saved(**self.facts())

    def check(self, values):
        if not self.errors:
            asked = (self.context.__name__, *wanted(values))
            self.refuse(rights.refuse_change, self.request.actor, *asked)
        if not self.errors and self.opens_export(values):
            problem, self.wait = Proof(self.request).problem()
            if problem:
                self.reject("proof", problem)

    def opens_export(self, values):
        """Whether the holders of the role could take the data away from now on; no borrowed session
        gives that.
        """
        export = Permission.INSTITUTION_EXPORT
        return export in wanted(values)[0] and export not in self.context.permissions

    def page(self, **facts):
        self.meanwhile = tuple((name, self.told(name, value)) for name, value in self.meanwhile)
        more = {
            "held": (),
            "most": SHOWN,
            "refused": None,
            "proof": Proof(self.request),
            "wait": self.wait,
        }
        return super().page(**{**more, **facts})

    def after(self):
        return self.request.resource_path(self.folder)

    @view_config(name="remove", request_method="POST")
    def remove(self):
        folder, name = self.folder, self.context.__name__
        try:
            told = self.stored().items()
            rights.remove_role(self.request.actor, name, self.request.now, told)
        except StillHeld as held:
            self.request.response.status = 409
            return self.page(held=held.grants, **self.facts())
        except NotYours as refused:
            self.request.response.status = 403
            return self.page(refused=refused, **self.facts())
        self.request.session.flash("removed", "roles")
        return HTTPSeeOther(self.request.resource_path(folder))
