"""Message templates of the institution and its departments, with their owners and versions."""

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.folder import Folder
from unisms.model.templates import MessageTemplate, TemplateFolder
from unisms.services.audience import audience
from unisms.services.campaigns import estimates
from unisms.services.institution.templates import put_away, restore
from unisms.sms import strays, template
from unisms.sms.visible import visible
from unisms.web.forms.fields import Field, Wrong
from unisms.web.forms.form import Form, form_views
from unisms.web.forms.new_page import NewPage
from unisms.web.forms.purposes import purpose_field
from unisms.web.forms.readers import paragraphs, text
from unisms.web.forms.settings_page import SettingsPage

MANAGE = Permission.TEMPLATE_MANAGE


@view_config(
    context=Folder,
    folder="templates",
    request_method="GET",
    renderer="message_templates.jinja2",
    permission=Permission.INSTITUTION_VIEW,
)
def templates(folder, request):
    """Return the departments and templates that this person manages: all, or some departments'."""
    facts = listed(folder, request)
    if not facts["may_manage"] and not facts["folders"]:
        raise HTTPForbidden
    return facts


@view_config(
    context=TemplateFolder,
    request_method="GET",
    renderer="message_templates.jinja2",
    permission=Permission.TEMPLATE_MANAGE,
)
def listed(folder, request):
    """Return the templates of a folder by title: those in use, or the archived ones."""
    wants_archived, may_manage = "archived" in request.GET, request.has_permission(MANAGE, folder)
    children = sorted(folder.values(), key=lambda one: one.title.casefold())
    kept = [one for one in children if isinstance(one, MessageTemplate)] if may_manage else []
    folders = [
        one
        for one in children
        if isinstance(one, TemplateFolder) and request.has_permission(MANAGE, one)
    ]
    return {
        "folder": folder,
        "department": isinstance(folder, TemplateFolder),
        "may_manage": may_manage,
        "folders": [] if wants_archived else folders,
        "templates": [one for one in kept if one.archived == wants_archived],
        "archived": sum(one.archived for one in kept),
        "wants_archived": wants_archived,
    }


def body(typed):
    """A message text."""
    kept = paragraphs(audience.LONGEST_TEXT)(visible(typed))
    if not kept:
        raise Wrong("missing")
    return kept


def counted(content):
    """Return the cost of a text, its fields left empty: for the live counter."""
    content = content[: audience.LONGEST_TEXT]
    return estimates.preview(content, template.placeholders(content))


def mistaken(content):
    """Return the words that look like a field of another program."""
    content = content[: audience.LONGEST_TEXT]
    return strays.mistaken(content, template.placeholders(content))


@view_config(
    context=Folder,
    folder="templates",
    name="preview",
    request_method="POST",
    renderer="message_template_counter.jinja2",
    permission=Permission.INSTITUTION_VIEW,
)
def preview(_folder, request):
    """The counter anew while somebody types."""
    content = request.POST.get("text", "")
    return {"counted": counted(content), "mistaken": mistaken(content)}


@form_views(
    context=Folder,
    folder="templates",
    name="new-folder",
    renderer="message_templates_folder.jinja2",
    permission=Permission.TEMPLATE_MANAGE,
)
class NewFolder(NewPage):
    """The form that makes a folder for a department's templates."""

    fields = (Field("title", text(80)),)
    verb = "template_folder.added"

    def make(self, values):
        return TemplateFolder(values["title"])


@form_views(
    context=TemplateFolder,
    name="settings",
    renderer="message_templates_folder.jinja2",
    permission=Permission.TEMPLATE_MANAGE,
)
class FolderSettings(SettingsPage):
    """The title of a department's folder."""

    fields = (Field("title", text(80)),)
    verb = "template_folder.changed"


class TemplateForm(Form):
    """The common part of the forms of a new and of a changed template."""

    longest_text = audience.LONGEST_TEXT

    @property
    def fields(self):
        return (
            Field("title", text(80)),
            Field("text", body, private=True, write=self.rewrite),
            Field("owner", self.owner),
            purpose_field(self.request.institution),
        )

    def rewrite(self, record, content):
        record.rewrite(content, self.request.now, self.request.actor.uid)

    def owner(self, typed):
        """Return the person of this institution who answers for the text.

        If the visitor may not look people up, they can name nobody new but themselves: the name
        that belongs to an identifier is told beside the text.
        """
        uid = typed.strip()
        known = uid in ("", self.request.actor.uid, getattr(self.context, "owner", ""))
        if not known and not self.request.has_permission(
            Permission.PERSON_VIEW, self.request.institution
        ):
            raise Wrong("owner_unseen")
        if uid and uid not in self.request.institution["people"]:
            raise Wrong("owner")
        return uid

    @property
    def counted(self):
        return counted(self.shown["text"])

    @property
    def mistaken(self):
        return mistaken(self.shown["text"])


NEW = {"name": "new", "renderer": "message_template_new.jinja2", "permission": MANAGE}


@form_views(context=Folder, folder="templates", **NEW)
@form_views(context=TemplateFolder, **NEW)
class NewTemplate(TemplateForm, NewPage):
    """The form of a new template, of the institution or of a department."""

    verb = "template.added"

    def begun(self):
        return super().begun() | {"owner": self.request.actor.uid}

    def make(self, values):
        made = MessageTemplate(values["title"], values["text"], values["owner"])
        self.fields[-1].store(made, values["purpose"])
        made.written = (self.request.now, self.request.actor.uid)
        return made


@form_views(
    context=MessageTemplate,
    name="settings",
    renderer="message_template_settings.jinja2",
    permission=Permission.TEMPLATE_MANAGE,
)
class TemplateSettings(TemplateForm, SettingsPage):
    """A template: its title, text and owner; the text it had is kept."""

    verb = "template.changed"


@view_defaults(context=MessageTemplate, permission=Permission.TEMPLATE_MANAGE)
class TemplateViews:
    def __init__(self, record, request):
        self.record, self.request = record, request

    @view_config(request_method="GET", renderer="message_template.jinja2")
    def show(self):
        return {
            "record": self.record,
            "placeholders": template.placeholders(self.record.text),
            "versions": self.record.versions(),
            "name_of": self.name_of,
        }

    def name_of(self, uid):
        """Return the name of a person; the uid of a person who is gone."""
        person = self.request.institution["people"].get(uid)
        return person.name if person else uid

    @view_config(name="restore", request_method="POST")
    def restore(self):
        """Take an earlier text up again; the present one joins the earlier ones. The first is 0."""
        asked, versions = self.request.POST.get("version", ""), self.record.versions()[::-1]
        if asked.isascii() and asked.isdecimal() and int(asked[:6]) < len(versions):
            version = versions[int(asked[:6])]
            restore(self.request.actor, self.record, version, self.request.now)
        return self.done()

    @view_config(name="archive", request_method="POST")
    def archive(self):
        return self.put_away(True)

    @view_config(name="take-back", request_method="POST")
    def take_back(self):
        return self.put_away(False)

    def put_away(self, archived):
        put_away(self.request.actor, self.record, archived, self.request.now)
        return self.done()

    def done(self):
        return HTTPSeeOther(self.request.resource_path(self.record))
