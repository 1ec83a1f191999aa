"""A broker that prints: for development and demonstrations."""

from unisms.ports import Acceptance, SettingField


class ConsoleBroker:
    """Print each message and take it; no receipt comes, as terminals tell of no reading."""

    echoes_reference = True
    batch_size = 100
    settings_fields = (
        SettingField(
            "prefix",
            default="SMS",
            help={"fr": "Écrit avant chaque message.", "en": "Written before each message."},
            label={"fr": "Début de chaque ligne", "en": "Beginning of each line"},
        ),
    )

    def __init__(self, settings):
        self.prefix = settings.get("prefix", "SMS")

    def check(self):
        return "prints here"

    def send(self, messages, journal):
        for message in messages:
            journal.leaving([message.reference])
            print(self.prefix, message.msisdn, message.text)
            journal.answered([Acceptance(message.reference)])


def includeme(config):
    config.add_broker("console", ConsoleBroker)
