"""The page on which somebody chooses to have a report of each month by mail."""

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.root import Institution
from unisms.services.dashboards import readers
from unisms.web.dashboards.ways import refuse_without_dashboards

PAGE = "monthly-report"


def has_report_choice(request):
    """Whether this person may have a report of each month here."""
    return bool(request.dashboards_at) and readers.choice(request.actor) is not None


@view_defaults(context=Institution, name=PAGE, permission=Permission.INSTITUTION_VIEW)
class MonthlyReportViews:
    """The choice of whoever is signed in, and of nobody else."""

    def __init__(self, institution, request):
        refuse_without_dashboards(request)
        self.institution, self.request = institution, request
        self.choice = readers.choice(request.actor)
        if self.choice is None:
            raise HTTPForbidden

    @view_config(request_method="GET", renderer="monthly_report.jinja2")
    def show(self):
        return {"choice": self.choice}

    @view_config(request_method="POST")
    def choose(self):
        """Take the choice; a second click changes nothing."""
        is_wanted = self.request.POST.get("wanted") == "yes"
        readers.choose(self.request.actor, is_wanted, self.request.now)
        return HTTPSeeOther(self.request.resource_path(self.institution, PAGE))
