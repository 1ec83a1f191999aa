"""Our side of an SMPP session in tests:
a journal, an inbox, and a message whose number tells the SMSC what to do."""

import threading

from unisms.ports import Outgoing
from unisms.testing.fixtures import eventually


class Journal:
    def __init__(self):
        self.left, self.back, self.acceptances = [], [], {}

    def leaving(self, references):
        self.left += references

    def answered(self, acceptances):
        for acceptance in acceptances:
            assert acceptance.reference not in self.acceptances, "answered twice"
            self.acceptances[acceptance.reference] = acceptance

    def returned(self, references):
        self.back += references

    @property
    def uncertain(self):
        return [
            reference for reference in self.left if reference not in {*self.acceptances, *self.back}
        ]


class Inbox:
    """Takes news in; stores it at once from a thread of its own, or when told to."""

    def __init__(self, loop):
        self.loop, self.news, self.waiting, self.stores = loop, [], [], True

    def put(self, news, done):
        self.news += news
        self.waiting.append(done)
        if self.stores:
            threading.Thread(target=self.store).start()

    def store(self):
        self.stores = True
        while self.waiting:
            self.waiting.pop(0)()

    def wait(self, count):
        eventually(lambda: len(self.news) >= count, told=lambda: f"{len(self.news)} news came")
        return self.news


def message(ending="001", text="Bonjour", sender_id="BIBLIO", reference=None):
    return Outgoing(reference or f"1.{ending}", f"+33612345{ending}", text, sender_id)
