"""{{ cookiecutter.title }}: an HTTP provider that takes up to 50 messages in a request.

It tells later what became of them.
"""

import json
import logging
import threading
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from unisms.ports import Acceptance, BrokerRefused, BrokerUnavailable, Receipt, SettingField
from unisms.sms import causes, states

log = logging.getLogger(__name__)
CAUSES = {"bad-number": causes.NUMBER_INVALID, "off": causes.ABSENT, "spam": causes.CONTENT}
STATES = {"delivered": states.DELIVERED, "failed": states.FAILED, "expired": states.EXPIRED}


class Sender:
    """Hands messages over, whichever way the reports come back."""

    echoes_reference = True
    batch_size = 50
    settings_fields = (
        SettingField(
            "url",
            label={"fr": "Adresse", "en": "Address"},
            help={"fr": "L'adresse du fournisseur.", "en": "The provider's address."},
            where=True,
        ),
        SettingField(
            "key",
            "secret",
            help={"fr": "La clé de votre contrat.", "en": "The key of your contract."},
        ),
        SettingField(
            "timeout",
            "number",
            "10",
            {"fr": "Secondes d'attente.", "en": "Seconds to wait."},
            rare=True,
        ),
    )

    def __init__(self, settings):
        address = urlsplit(settings["url"])
        if address.scheme not in ("http", "https"):
            raise ValueError("the address begins with http:// or https://")
        self.host, self.kind = (
            address.netloc,
            HTTPSConnection if address.scheme == "https" else HTTPConnection,
        )
        self.key = settings["key"]
        self.timeout = float(settings.get("timeout", 10))

    def check(self):
        balance = self._ask("GET", "/balance")["balance"]
        return f"{balance} messages left"

    def send(self, messages, journal):
        if not messages:
            return
        references = [message.reference for message in messages]
        body = [
            {"ref": m.reference, "to": m.msisdn, "text": m.text, "from": m.sender_id}
            for m in messages
        ]
        journal.leaving(references)
        try:
            answers = self._ask("POST", "/messages", body)
        except NotTaken:
            journal.returned(references)
            raise
        journal.answered([_acceptance(answer) for answer in answers])

    def _ask(self, method, path, body=None):
        connection = self.kind(self.host, timeout=self.timeout)
        try:
            connection.connect()
        except OSError as error:
            raise NotTaken(f"cannot be reached ({type(error).__name__})") from error
        try:
            connection.request(
                method, path, json.dumps(body), {"Authorization": f"Bearer {self.key}"}
            )
            response = connection.getresponse()
            answer = response.read()
        except (OSError, HTTPException) as error:
            raise BrokerUnavailable(f"no answer ({type(error).__name__})") from error
        finally:
            connection.close()
        if response.status in (401, 403):
            raise Refused(f"the provider refuses our key ({response.status})")
        if response.status == 429:
            raise NotTaken("the provider asks to hold back")
        if response.status != 200:
            raise BrokerUnavailable(f"the provider answers {response.status}")
        return json.loads(answer)


class Broker(Sender):
    """The provider keeps its reports until we have fetched and deleted them."""

    settings_fields = (
        *Sender.settings_fields,
        SettingField(
            "poll",
            "number",
            "2",
            {"fr": "Secondes entre deux lectures.", "en": "Seconds between two looks."},
        ),
    )

    def __init__(self, settings):
        super().__init__(settings)
        self.poll = float(settings.get("poll", 2))

    def open(self, inbox):
        self.check()
        self._over = threading.Event()
        self._reports = threading.Thread(
            target=self._fetch_reports, args=(inbox,), name="reports", daemon=True
        )
        self._reports.start()

    def close(self):
        self._over.set()
        self._reports.join()

    def _fetch_reports(self, inbox):
        while not self._over.wait(self.poll):
            try:
                self._take_in(inbox, self._ask("GET", "/reports"))
            except BrokerUnavailable as trouble:
                log.warning("no reports (%s)", trouble)
            except Exception:
                # This thread must outlive whatever the provider answers.
                log.exception("reports cannot be read")

    def _take_in(self, inbox, reports):
        """Let the provider delete the reports, only once they are stored here."""
        stored = threading.Event()
        inbox.put([receipt(report) for report in reports], stored.set)
        while not stored.wait(0.1):
            if self._over.is_set():
                return
        if reports:
            self._ask("DELETE", f"/reports/{reports[-1]['number']}")


class NotTaken(BrokerUnavailable):
    """The provider certainly took nothing of this request."""


class Refused(NotTaken, BrokerRefused):
    """The provider does not want us."""


def _acceptance(answer):
    if answer["status"] == "ok":
        return Acceptance(answer["ref"], ids=(answer["id"],))
    return Acceptance(
        answer["ref"], cause=CAUSES.get(answer["status"], causes.UNKNOWN), code=answer["status"]
    )


def receipt(report):
    """Return a report of the provider's in our words."""
    state = STATES.get(report["state"], states.ACCEPTED)
    cause = (
        CAUSES.get(report["why"], causes.UNKNOWN)
        if state in (states.FAILED, states.EXPIRED)
        else None
    )
    return Receipt(report["id"], state, report["ref"], report["to"], cause, report["why"])


def includeme(config):
    config.add_broker("{{ cookiecutter.name }}", Broker)
