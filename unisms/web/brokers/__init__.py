"""Broker connections, sender IDs, and news over HTTP."""


def includeme(config):
    config.add_pages(__name__)
