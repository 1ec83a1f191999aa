"""Kinds of mails, as wings and add-ons announce them: a subject and a text in each language."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError

from unisms.seams.announcement import announce
from unisms.services.mail.envelopes import MailMaker

LANGUAGES = ("fr", "en")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class MailText(NamedTuple):
    """A subject and a text in one language, with ``{placeholders}``.

    An empty line stands between paragraphs, a link alone on its line.
    """

    subject: str
    body: str

    @property
    def placeholders(self) -> frozenset[str]:
        """Return the names of its placeholders."""
        return frozenset(PLACEHOLDER.findall(f"{self.subject} {self.body}"))


def includeme(config: Configurator) -> None:
    config.registry.mails = {}  # kind -> {language: MailText}
    config.registry.mail_makers = {}  # kind -> MailMaker, of those that are made as they leave
    config.add_directive("add_mail", add_mail)


def add_mail(
    config: Configurator,
    kind: str,
    texts: Mapping[str, tuple[str, str]],
    maker: MailMaker | None = None,
) -> None:
    """Announce a ``kind`` of mail, which ``services.ground.outbox.post`` then takes.

    ``texts`` are pairs of subject and plain text by language, ``fr`` and ``en``. Both have the same
    ``{placeholders}``, to which ``post`` gives the values.

    Where a mail is only made when it leaves, its ``maker`` makes it, and is told what becomes of
    it: ``left``, ``failed``, ``returned`` or ``withdrawn``.

    :raises ConfigurationError: a language is missing, a subject has several lines, or the languages
        have different placeholders.
    """
    worded = {language: MailText(*texts.get(language, ("", ""))) for language in LANGUAGES}
    if wrong := _fault(worded):
        raise ConfigurationError(f"{kind}: {wrong}")
    announce(config, "unisms mails", kind, worded, config.registry.mails)
    if maker is not None:
        announce(config, "unisms mail makers", kind, maker, config.registry.mail_makers)


def _fault(worded: Mapping[str, MailText]) -> str:
    """Return what is wrong with the texts of a kind; nothing if all is well."""
    for language, text in worded.items():
        if not text.subject.strip() or not text.body.strip():
            return f"its text in {language} is missing"
        if len(text.subject.splitlines()) > 1:
            return f"its subject in {language} has several lines"
    french, english = (worded[language].placeholders for language in LANGUAGES)
    if french != english:
        return f"one language alone has {', '.join(sorted(french ^ english))}"
    return ""
