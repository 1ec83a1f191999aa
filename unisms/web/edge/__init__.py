"""The edge: headers, refusals, languages, the root; met by every request before any page."""

from unisms.web.edge.doorstep import add_body_limit


def includeme(config):
    config.include(".languages")
    config.include(".headers")
    config.include(".predicates")
    config.include(".statics")
    config.add_tween("unisms.web.edge.audit.address_tween")
    add_body_limit(config)
