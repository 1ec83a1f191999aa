"""A made-up directory on this machine, as long as there is no test account.

By hand: ``python server.py 8099``
"""

import json
import sys
import threading
import unicodedata
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from unisms.testing.directories import DirectoryContract

KEY = "secret"
KNOWN, PASSWORD = DirectoryContract.KNOWN, DirectoryContract.PASSWORD


def plain(text):
    """Forget case and accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Handler)
        self.people = [{"uid": KNOWN.uid, "name": KNOWN.name, "mobile": "06 39 98 00 01"}]
        self.people += [{"uid": f"p{n}", "name": f"Person {n}"} for n in range(250)]
        self.told = 1000  # people whom it tells at most, of whatever is asked
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        parts = urlsplit(self.path)
        asked = dict(parse_qsl(parts.query))
        path = [unquote(part) for part in parts.path.strip("/").split("/")]
        self.answer(self.found(path, asked))

    def do_POST(self):
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        right = told == {"uid": KNOWN.uid, "password": PASSWORD}
        self.answer(self.server.people[0] if right else None)

    def found(self, path, asked):
        people = self.server.people
        if path == ["people"]:
            return self.page(people, asked)
        if path == ["groups"]:
            return [{"name": DirectoryContract.GROUP, "title": "Tutors"}]
        if path == ["groups", DirectoryContract.GROUP, "people"]:
            return self.page(people[:3], asked)
        return next((one for one in people if path == ["people", one["uid"]]), None)

    def page(self, people, asked):
        words = plain(asked.get("search", "")).split()
        found = [one for one in people if all(word in plain(one["name"]) for word in words)]
        after, size = int(asked.get("after", 0)), int(asked["size"])
        return {"total": len(found), "people": found[: self.server.told][after : after + size]}

    def answer(self, body):
        status = 404 if body is None else 200
        status = status if self.headers["Authorization"] == f"Bearer {KEY}" else 401
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, form, *words):
        pass


if __name__ == "__main__":
    server = Server(int(sys.argv[1]))
    print(server.url, flush=True)
    threading.Event().wait()
