"""The ways to the dashboards, which are pages of another program: for people, and for operators."""

from unisms.web.dashboards.reports import has_report_choice
from unisms.web.dashboards.ways import dashboards_at, way_to_account
from unisms.web.edge.languages import marked as _

VERBS = {
    "report.wanted": _("a demandé le rapport mensuel"),
    "report.unwanted": _("ne veut plus du rapport mensuel"),
}


def includeme(config):
    config.add_request_method(dashboards_at, reify=True)
    config.add_request_method(way_to_account)
    config.add_request_method(has_report_choice)
    config.add_verbs("accounts", VERBS)
    config.add_pages(__name__)
