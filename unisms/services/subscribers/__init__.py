"""The affairs that people look after themselves: their number, their choices, their data.

It may call ``alerts`` and every room below it. Open to others:

- ``limits``: how many codes leave, and how many may
- ``petitions``: what people ask for and somebody decides, the deadline, the answer
- ``sentences``: the sentences of people's own pages
"""

from typing import Any

from unisms.model.acl import Permission
from unisms.services.subscribers import archive, codes, limits, mails, petitions

__all__ = ["limits", "petitions", "sentences"]


def includeme(config: Any) -> None:
    config.add_dossier_part("own_pages", archive.of_subject)
    config.add_mail(mails.NUMBER_LOST, mails.TEXT_OF_NUMBER_LOST)
    for kind, texts in mails.OF_PETITIONS.items():
        config.add_mail(kind, texts)
    config.add_nightly_job("petitions", petitions.remind, of="institutions")
    config.add_nightly_job("own_pages", codes.forget, of="institutions")
    config.add_archive_part("me", archive.own_pages, permissions=(Permission.PERSON_VIEW,))
