"""Composing a message."""


def includeme(config):
    config.add_pages(__name__)
