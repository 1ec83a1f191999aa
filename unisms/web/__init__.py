"""The doors: pages and fragments over HTTP.

They translate, call the services, and answer.

One folder a wing: its views, its ``templates``, its words in English (``en.po``) and an
``includeme``.
"""


def includeme(config):
    """Include every wing, what the others stand on first; nothing here is global to a host.

    The lines of the page of settings follow this order, below each heading.
    """
    config.include(".edge")  # a request meets this before any page
    config.include(".frame")  # the material of pages: templates, lists, figures
    config.include(".forms")  # pages with a form: read, checked, saved
    config.include(".door")  # signing in and out, and what people read when they are refused
    config.include(".home")  # the first page, the search, the way to the settings
    config.include(".compose")  # a message is written
    config.include(".audiences")  # the people that one writes to often, under a name
    config.include(".campaigns")  # it is checked, sent, followed
    config.include(".alerts")  # an emergency: its end is told
    config.include(".approvals")  # or awaits somebody's yes before that
    config.include(".replies")  # the answers of recipients
    config.include(".people")  # recipients: people and groups
    config.include(".subscribers")  # the pages of people about themselves: number, choices
    config.include(".health")  # their numbers that receive nothing
    config.include(".links")  # and the page by which they leave
    config.include(".imports")  # and files of them
    config.include(".register")  # files that keep the directory up to date
    config.include(".texts")  # message templates
    config.include(".money")  # accounts: who pays
    config.include(".dashboards")  # the ways to the figures, which another program shows
    config.include(".dossiers")  # all that is kept about one person: given, erased
    config.include(".rights")  # roles, and who has them
    config.include(".mail")  # mails: their sender, and what became of each
    config.include(".institution")  # an institution's settings, journal and archive
    config.include(".brokers")  # contracts that carry the messages, and sender IDs
    config.include(".directory")  # directories that are asked over the network
    config.include(".operators")  # those who run the installation
