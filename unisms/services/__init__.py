"""The work of the service: plain functions on plain arguments, inside somebody else's transaction.

Each wing announces what it does each night, what it has in an institution's archive and, of
audiences, their kinds. ``__all__`` of a wing names the modules that are open to others.
"""

from typing import Any


def includeme(config: Any) -> None:
    """Include the wings that announce something: nights and archives follow this order."""
    config.include(".delivery")  # first what came is taken in, and wrong moments are put right
    config.include(".health")
    config.include(".histories")
    config.include(".door")
    config.include(".directory")
    config.include(".people")
    config.include(".links")
    config.include(".imports")
    config.include(".register")
    config.include(".exclusions")
    config.include(".audience")
    config.include(".campaigns")
    config.include(".discretion")
    config.include(".schedules")
    config.include(".approvals")
    config.include(".alerts")
    config.include(".subscribers")
    config.include(".replies")
    config.include(".money")
    config.include(".brokers")
    config.include(".rights")
    config.include(".mail")
    config.include(".copies")
    config.include(".dossiers")
    config.include(".dashboards")
    config.include(".institution")  # its journal is the last file of an archive
