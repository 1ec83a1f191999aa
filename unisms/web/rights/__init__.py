"""Roles, given and withdrawn."""


def includeme(config):
    config.add_pages(__name__)
