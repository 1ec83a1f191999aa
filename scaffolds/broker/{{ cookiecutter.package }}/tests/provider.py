"""A made-up provider on this machine, as long as there is no test account.

By hand: ``python provider.py 8099``
"""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

KEY = "secret"


class Provider(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Handler)
        self.numbers, self.reports, self.taken, self.mood = count(1), [], [], ""
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = {"balance": 1000} if self.path == "/balance" else list(self.server.reports)
        self.answer(body)

    def do_DELETE(self):
        last = int(self.path.rpartition("/")[2])
        self.server.reports = [report for report in self.server.reports if report["number"] > last]
        self.answer({})

    def do_POST(self):
        messages = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.mood == "busy":
            self.answer({}, 429)
        elif self.server.mood == "cut":
            self.server.taken += messages
            self.close_connection = True
        else:
            self.answer([self.take(message) for message in messages])

    def take(self, message):
        if message["to"].endswith("905"):
            return {"ref": message["ref"], "status": "bad-number"}
        number = next(self.server.numbers)
        self.server.taken.append(message)
        failed = message["to"].endswith("902")
        report = {"state": "failed", "why": "off"} if failed else {"state": "delivered", "why": ""}
        report |= {
            "number": number,
            "id": f"id-{number}",
            "ref": message["ref"],
            "to": message["to"],
        }
        self.server.reports.append(report)
        return {"ref": message["ref"], "status": "ok", "id": report["id"]}

    def answer(self, body, status=200):
        status = status if self.headers["Authorization"] == f"Bearer {KEY}" else 401
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, form, *words):
        pass


if __name__ == "__main__":
    provider = Provider(int(sys.argv[1]))
    print(provider.url, flush=True)
    threading.Event().wait()
