"""The ways to the dashboards, which are pages of another program: for people, and for operators."""

from unisms.web.dashboards.ways import dashboards_at, way_to_account


def includeme(config):
    config.add_request_method(dashboards_at, reify=True)
    config.add_request_method(way_to_account)
    config.add_pages(__name__)
