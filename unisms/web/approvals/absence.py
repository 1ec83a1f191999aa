"""The absence of an approver: from when to when, and who decides meanwhile."""

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.root import Institution
from unisms.services.approvals import absences, approvers
from unisms.services.tables.dates import read_date
from unisms.sms.names import fold
from unisms.web.forms.fields import Field
from unisms.web.forms.form import Form, form_views

MOST_OFFERED = 300  # people to choose a deputy from


def day(typed):
    """Return the day that is typed; ``None`` where it is none."""
    return read_date(typed.strip())


@form_views(
    context=Institution,
    name="absence",
    renderer="absence.jinja2",
    permission=Permission.OWN_PAGES,
)
class AbsencePage(Form):
    fields = (
        Field("since", day, private=True),
        Field("until", day, private=True),
        Field("deputy", str.strip, private=True),
    )

    def begun(self):
        known = absences.of(self.request.actor)
        return known._asdict() if known else super().begun()

    def facts(self):
        return {
            "decides": approvers.may_ever_decide(self.request.actor),
            "known": absences.of(self.request.actor),
            "deputies": deputies(self.context, self.request.actor.uid),
        }

    def keep(self, values):
        """Note the absence, or tell what is wrong; the service judges all fields together."""
        if not approvers.may_ever_decide(self.request.actor):
            raise HTTPForbidden
        told = (values["since"], values["until"], values["deputy"])
        problems = absences.note(self.request.actor, *told, self.request.now)
        if not problems:
            self.request.session.flash("changed", "settings")
            return HTTPSeeOther(self.request.resource_path(self.context, "absence"))
        self.errors = {problem.field: problem for problem in problems}
        self.shown |= {name: self.request.POST.get(name, "") for name in ("since", "until")}
        self.request.response.status = 422
        return self.page()


@view_config(
    context=Institution,
    name="absence-end",
    request_method="POST",
    permission=Permission.OWN_PAGES,
)
def end(institution, request):
    absences.end(request.actor, request.now)
    request.session.flash("changed", "settings")
    return HTTPSeeOther(request.resource_path(institution, "absence"))


def deputies(institution, uid):
    """Return pairs of uid and name of those who can decide in the place of ``uid``, by name."""
    people = institution["people"]
    known = (one for one in approvers.with_roles(institution) if one != uid)
    named = sorted(((one, people[one].name) for one in known), key=lambda pair: fold(pair[1]))
    return named[:MOST_OFFERED]
