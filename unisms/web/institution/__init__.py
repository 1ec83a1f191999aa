"""The settings of an institution, its journal and its archive."""


def includeme(config):
    config.add_pages(__name__)
