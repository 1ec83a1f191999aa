"""Pages with a form: read and checked, saved or tried first, two people at once.

A wing of the pages may call it; it calls the services, and the frame below it.
"""


def includeme(config):
    config.add_pages(__name__)
