"""Accounts and their statements."""


def includeme(config):
    config.add_pages(__name__)
