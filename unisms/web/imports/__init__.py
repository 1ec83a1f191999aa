"""Files of people."""


def includeme(config):
    config.add_pages(__name__)
