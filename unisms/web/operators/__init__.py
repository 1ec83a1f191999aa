"""The pages of those who run the installation."""


def includeme(config):
    config.add_pages(__name__)
