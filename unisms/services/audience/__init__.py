"""Audiences: who is chosen, and the rows they become."""


def includeme(config):
    config.include(".kinds")
