"""The directives by which wings and add-ons announce what they bring.

A second announcement of one thing stops the start-up, both places named. The directives stand below
pages and tasks, so that commands, which have no pages, take every announcement.
"""

from pyramid.config import Configurator

from unisms.seams.adapters import KINDS, UnknownAdapter, adapter, make_adapter
from unisms.seams.trouble import risen


def includeme(config: Configurator) -> None:
    config.include(".adapters")  # brokers, directories, ways to sign in, sources of orders
    config.include(".audiences")  # the kinds of them
    config.include(".steps")  # of the evolution of the store
    config.include(".permissions")  # and the built-in roles that have them
    config.include(".verbs")  # of the audit journal
    config.include(".pages")  # of settings, and slots in pages
    config.include(".work")  # of each night, and what a worker finds waiting
    config.include(".archive")  # an institution's
    config.include(".dossiers")  # all that is kept about one person
    config.include(".mails")  # the kinds of them, with their texts
    config.include("unisms.model.steps")
    config.include("unisms.services")


__all__ = ["KINDS", "UnknownAdapter", "adapter", "make_adapter", "risen"]
