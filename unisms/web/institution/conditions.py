"""The conditions that people accept: their versions, their authors, and their public page."""

from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.root import Institution
from unisms.services.people import consent
from unisms.web.edge.languages import marked as _
from unisms.web.forms.fields import Field, Wrong
from unisms.web.forms.readers import paragraphs
from unisms.web.forms.settings_page import SettingsPage, settings_page

MOST = 20_000  # characters


def current(institution):
    """The ``Version`` that counts, or ``None``."""
    return institution.conditions and institution.conditions.version(institution.conditions.number)


def current_text(institution):
    version = current(institution)
    return version.text if version else ""


def written(typed):
    text = paragraphs(MOST)(typed)
    if not text:
        raise Wrong("missing")
    return text


@settings_page(
    "conditions",
    renderer="conditions.jinja2",
    title=_("Conditions d'utilisation"),
    sentence=_("le texte accepté par les utilisateurs, et ses versions"),
    heading="institution",
    permission=Permission.INSTITUTION_MANAGE,
    verb="conditions.published",
    done=_("a publié une version des conditions"),
)
class ConditionsPage(SettingsPage):
    """The text that counts, to be replaced by another version; the ones before can be read."""

    fields = (Field("text", written, read=current_text),)

    @property
    def last_change(self):
        version = current(self.record)
        return (version.at, version.by) if version else ()

    def facts(self):
        conditions, asked = self.record.conditions, self.request.GET.get("version", "")
        number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
        versions = conditions.versions() if conditions else []
        return {
            "versions": versions,
            "number": number,
            "earlier": dict(versions).get(number),
        }

    def store(self, values):
        institution = self.record
        if values["text"] != current_text(institution):
            consent.publish(self.request.actor, values["text"], self.request.now)


@view_config(
    context=Institution,
    name="terms",
    request_method="GET",
    renderer="terms.jinja2",
    permission=NO_PERMISSION_REQUIRED,
)
def terms(institution, _request):
    """The conditions that count now, for everybody."""
    return {
        "version": current(institution),
        "number": institution.conditions.number if institution.conditions else 0,
    }
