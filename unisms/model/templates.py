"""Saved texts."""

from persistent import Persistent


class MessageTemplate(Persistent):
    """A text with its placeholders, ready to be composed with."""

    __name__ = ""
    __parent__ = None

    def __init__(self, title, text):
        self.title = title
        self.text = text
