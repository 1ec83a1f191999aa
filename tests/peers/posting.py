"""A provider over HTTP that posts its news: invented, on this machine; and the adapter for it."""

import json
import threading
import time
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlencode, urlsplit

from unisms.ports import Acceptance, BrokerUnavailable, HttpAnswer, Receipt, Reply, SettingField
from unisms.sms import causes, states

STATES = {"ok": states.DELIVERED, "ko": states.FAILED}


class PostingBroker:
    """Settings: ``url``. Takes a batch as JSON; its news come one by one, as forms."""

    echoes_reference = True
    batch_size = 50
    settings_fields = (SettingField("url", help={"fr": "Son adresse.", "en": "Its address."}),)

    def __init__(self, settings):
        self.host = urlsplit(settings.get("url", "")).netloc

    def check(self):
        return f"{self._post([])} messages taken so far"

    def send(self, messages, journal):
        if messages:
            journal.leaving([message.reference for message in messages])
            self._post([{"ref": message.reference, "to": message.msisdn} for message in messages])
            journal.answered(
                [
                    Acceptance(message.reference, (f"id-{message.reference}",))
                    for message in messages
                ]
            )

    def _post(self, messages):
        connection = HTTPConnection(self.host, timeout=60)
        try:
            connection.request("POST", "/", json.dumps(messages))
            return json.loads(connection.getresponse().read())
        except OSError as error:
            raise BrokerUnavailable(
                f"the provider cannot be reached ({type(error).__name__})"
            ) from error
        finally:
            connection.close()

    def read_receipts(self, request):
        fields = request.fields
        if "text" in fields:
            return []
        if fields.get("status") not in STATES:
            raise ValueError("it is neither a receipt nor a reply")
        state = STATES[fields["status"]]
        cause = causes.ABSENT if state == states.FAILED else None
        return [
            Receipt(
                fields.get("id", ""),
                state,
                fields.get("ref", ""),
                cause=cause,
                code=fields["status"],
            )
        ]

    def read_replies(self, request):
        fields = request.fields
        if "text" not in fields:
            return []
        return [
            Reply(fields.get("from", ""), fields["text"], fields.get("to", ""), int(fields["at"]))
        ]

    def acknowledgement(self):
        return HttpAnswer(b"ACK")


class Provider(ThreadingHTTPServer):
    """It remembers what it took, and tells the news of it when asked."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.taken = []
        self.thread = threading.Thread(target=self.serve_forever, args=(0.02,))
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def tell(self, address, **news):
        """Post one piece of news; what is answered."""
        parts = urlsplit(address)
        connection = HTTPConnection(parts.netloc, timeout=60)
        connection.request(
            "POST",
            parts.path,
            urlencode(news),
            {"Content-Type": "application/x-www-form-urlencoded"},
        )
        response = connection.getresponse()
        answer = response.status, response.read()
        connection.close()
        return answer

    def tell_all(self, address):
        """A receipt for everything taken, and a reply to the first; the answers."""
        told = [
            self.tell(address, ref=one["ref"], id=f"id-{one['ref']}", status="ok")
            for one in self.taken
        ]
        told.append(
            self.tell(
                address,
                **{"from": self.taken[0]["to"]},
                text="Merci",
                to="38000",
                at=int(time.time()),
            )
        )
        return told

    def stop(self):
        self.shutdown()
        self.server_close()
        self.thread.join()


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.taken += json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body = str(len(self.server.taken)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, form, *words):
        pass
