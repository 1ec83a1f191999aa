"""Parts of pages: forms, lists, figures, languages, the layout."""


def includeme(config):
    config.include(".jinja")
    config.include(".languages")
    config.include(".predicates")
    config.include(".statics")
    config.include(".request")
    config.add_tween("unisms.web.frame.audit.address_tween")
    config.add_pages(__name__)
