"""The messages of an institution: checked, followed, steered."""


def includeme(config):
    config.add_pages(__name__)
