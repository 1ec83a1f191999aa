"""A file of people of the demonstration, compared with its directory."""

import time

import scenes

from unisms.model.folder import find
from unisms.services.register import requests
from unisms.services.register.columns import PeopleColumns
from unisms.services.register.comparison import Declared
from unisms.services.rights import rights

PEOPLE = """\
uid;displayName;mail;mobile;groupes
hmarchand;Hugo Marchand;hugo@pantheon.example;06 39 98 00 02;L2 Histoire
nouvelle;Zoé Nouvelle;zoe@pantheon.example;06 39 98 11 11;L2 Histoire|L9
autre;Un Autre;pas-un-courriel;01 44 07 80 00;
pas un uid;Personne;;;
"""


def compared(root, author="admin", content=PEOPLE):
    """A file of people, compared with the directory; its path."""
    file = find(root, scenes.imported(root, author, content))
    actor, now = rights.person(find(root, scenes.PARIS), author), int(time.time())
    wish = Declared("Étudiants", False, PeopleColumns(0, (1,), 2, (3,), 4))
    path = f"{scenes.PARIS}/registers/{requests.begin(actor, file, wish, now).__name__}"
    requests.compare_at(root, path, now)
    return path
