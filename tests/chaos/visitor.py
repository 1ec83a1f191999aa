"""A person with a browser, who goes on whatever happens to the web process."""

import re
import threading
import time
import urllib.parse
import urllib.request
from http.client import HTTPException
from http.cookiejar import CookieJar

from unisms.model.folder import find
from unisms.services.door import passwords
from unisms.services.rules import timetables

PARIS = "/institutions/paris1"
UID, PASSWORD = "zlefevre", "a password for tests"
HIDDEN = re.compile(
    r'name="(csrf_token|seen)" value="([^"]+)"'
)  # those that the pages have whose buttons are pressed


def enrol(root):
    """Make the visitor somebody; in a transaction."""
    institution = find(root, PARIS)
    institution.grants.give(f"person:{UID}", "administrator")
    passwords.set_password(institution, UID, PASSWORD)
    timetables.choose(institution, timetables.UNDO, 0)  # what is sent leaves at once, however large


class Visitor:
    """Looks at a page ten times a second, and at times presses a button.

    To be refused a connection is what a killed web process looks like from here: it tries again.
    """

    def __init__(self, port):
        self.answers = 0
        self.page = f"{PARIS}/campaigns"
        self._origin = f"http://127.0.0.1:{port}"
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look, name="visitor")

    def __enter__(self):
        self.press(f"{PARIS}/sign-in", f"{PARIS}/sign-in", uid=UID, password=PASSWORD)
        self._looking.start()
        return self

    def __exit__(self, *error):
        self._over.set()
        self._looking.join()

    def press(self, page, action, patience=60, **fields):
        """Open ``page`` and post ``fields`` to ``action`` as its form would, again until it is
        answered."""
        deadline = time.monotonic() + patience
        while True:
            try:
                hidden = dict(HIDDEN.findall(self._get(page)))
                form = urllib.parse.urlencode({**hidden, **fields}).encode()
                self._browser.open(self._origin + action, form, timeout=60).close()
                return
            except (OSError, HTTPException):
                if time.monotonic() > deadline:
                    raise
                self._over.wait(0.1)

    def _look(self):
        while not self._over.wait(0.1):
            try:
                self._get(self.page)
                self.answers += 1
            except (OSError, HTTPException):
                continue

    def _get(self, path):
        with self._browser.open(self._origin + path, timeout=60) as answer:
            return answer.read().decode()
