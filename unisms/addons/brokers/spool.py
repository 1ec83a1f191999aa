"""A broker that writes each message into a folder, as a daemon with a modem takes them.

The form of the files is that of smstools: a header of lines, an empty one, the text.
"""

import os
import uuid
from pathlib import Path

from unisms.ports import Acceptance, BrokerUnavailable, SettingField


class SpoolBroker:
    """Hand messages over by files; no receipt comes back."""

    echoes_reference = True
    batch_size = 100
    settings_fields = (
        SettingField(
            "folder",
            label={"fr": "Dossier", "en": "Folder"},
            help={"fr": "Où le démon prend les messages.", "en": "Where the daemon takes them."},
            where=True,
        ),
    )

    def __init__(self, settings):
        self.folder = Path(settings["folder"])

    def check(self):
        if not os.access(self.folder, os.W_OK):
            raise BrokerUnavailable("the folder cannot be written")
        return "the folder can be written"

    def send(self, messages, journal):
        for place, message in enumerate(messages):
            journal.leaving([message.reference])
            try:
                self._write(message)
            except OSError as error:
                journal.returned([one.reference for one in messages[place:]])
                raise BrokerUnavailable("the folder cannot be written") from error
            journal.answered([Acceptance(message.reference)])

    def _write(self, message):
        """Write the whole file under another name first: the daemon sees none that is half."""
        draft = self.folder / f".{uuid.uuid4().hex}"
        head = f"To: {message.msisdn.removeprefix('+')}\nAlphabet: UTF-8\n\n"
        try:
            draft.write_text(head + message.text, encoding="utf-8")
            draft.replace(self.folder / message.reference)
        except OSError:
            draft.unlink(missing_ok=True)
            raise


def includeme(config):
    config.add_broker("spool", SpoolBroker)
