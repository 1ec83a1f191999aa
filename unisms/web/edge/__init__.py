"""The edge: the server, refusals, headers and the root, met by every request before any page."""

from unisms.web.edge.doorstep import add_body_limit


def includeme(config):
    config.include(".headers")
    add_body_limit(config)
