"""The settings of an institution's mails: the name that they show, where answers go; and a test."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.root import Institution
from unisms.services.ground import outbox
from unisms.services.mail import line, mails, servers
from unisms.web.edge.languages import marked as _
from unisms.web.forms.fields import Field, Wrong
from unisms.web.forms.readers import text
from unisms.web.forms.settings_page import SettingsPage, settings_page

NAME = "mail"


def address(typed):
    """An address, or nothing."""
    found = typed.strip()
    if found and not outbox.is_address(found):
        raise Wrong("address")
    return found


@settings_page(
    NAME,
    renderer="mail_settings.jinja2",
    title=_("Mails"),
    sentence=_("l'expéditeur, un essai, ce qui est parti"),
    heading="institution",
    also=("mails",),
    permission=Permission.INSTITUTION_MANAGE,
    verb="mails.changed",
    done=_("a modifié les mails"),
    called={
        "mail_sender": _("nom de l'expéditeur"),
        "mail_reply_to": _("adresse des réponses"),
    },
)
class MailPage(SettingsPage):
    fields = (Field("mail_sender", text(80, least=0)), Field("mail_reply_to", address))
    mark = "mail_change"

    def facts(self):
        person = self.context["people"].get(self.request.actor.uid)
        return {
            "server": servers.server_of(self.request.registry.settings),
            "to": person.email if person else "",
            "tested": self.request.session.pop_flash("mail"),
        }


@view_config(
    context=Institution,
    name="mail-test",
    request_method="POST",
    permission=Permission.INSTITUTION_MANAGE,
)
def test(institution, request):
    """Send a test to the address of whoever asks for it."""
    person = institution["people"].get(request.actor.uid)
    if person is not None and person.email:
        link = request.resource_url(institution, NAME)
        values = {"name": person.name, "institution": institution.title, "link": link}
        about = {"uid": request.actor.uid, "language": request.language, "urgent": True}
        line.try_again(request.root, request.now)
        outbox.post(institution, mails.TEST, person.email, values, request.now, **about)
        request.enqueue("send_mails")
        request.session.flash(person.email, "mail")
    return HTTPSeeOther(request.resource_path(institution, NAME))
