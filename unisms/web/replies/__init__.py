"""Replies of recipients."""


def includeme(config):
    config.add_pages(__name__)
