"""The page on which a message is written, with its counter, its preview and its drafts."""


def includeme(config):
    config.add_pages(__name__)
