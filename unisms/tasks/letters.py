"""The letters of the queue: a task's name and plain arguments, signed, and never any code.

Huey's own messages are pickles, and reading a pickle runs what it says. So anybody who can write
the queue (a Redis without a password, a file on a shared disk) could have the worker run anything.
"""

import hashlib
import hmac
import json
import uuid

from huey.registry import Message

DIGEST = hashlib.sha256().digest_size  # bytes
Plain = str | int | float | None  # an argument of a task


class NotOurs(ValueError):
    """This message was not written with our secret, or not by this release."""


class Letters:
    """A serializer for Huey: a signature (HMAC-SHA-256), then JSON of the name and the arguments.

    The key is derived from ``secret``, the setting ``unisms.secret``.
    """

    def __init__(self, secret: str) -> None:
        self._key = hashlib.blake2b(secret.encode(), digest_size=32, person=b"queue").digest()

    def serialize(self, message: Message) -> bytes:
        """Return the bytes of Huey's ``message``.

        :raises TypeError: an argument is no text, no number and not ``None``.
        """
        if message.kwargs or not all(isinstance(one, Plain) for one in message.args):
            raise TypeError(f"the task {message.name} takes only texts and numbers, by position")
        words = json.dumps([message.name, *message.args]).encode()
        return self._signature(words) + words

    def deserialize(self, data: bytes) -> Message:
        """Return the Huey message in ``data``.

        :raises NotOurs: it is not signed with our key.
        """
        signature, words = bytes(data[:DIGEST]), bytes(data[DIGEST:])
        if not hmac.compare_digest(signature, self._signature(words)):
            raise NotOurs
        name, *args = json.loads(words)
        return Message(
            str(uuid.uuid4()), name, retries=0, retry_delay=0, args=tuple(args), kwargs={}
        )

    def _signature(self, words: bytes) -> bytes:
        return hmac.digest(self._key, words, "sha256")
