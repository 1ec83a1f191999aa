"""Parts of pages: lists, figures, dates, the layout."""


def includeme(config):
    config.include(".jinja")
    config.include(".request")
    config.add_pages(__name__)
    config.check_pages()
