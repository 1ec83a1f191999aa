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
PLAIN = (str, int, float, type(None))


class NotOurs(ValueError):
    """This message was not written with our secret, or not by this release."""


class Letters:
    """A serializer for Huey: a signature (HMAC-SHA-256), then JSON of the name and the arguments.

    The key is derived from ``secret``, the setting ``unisms.secret``.
    """

    def __init__(self, secret):
        self._key = hashlib.blake2b(secret.encode(), digest_size=32, person=b"queue").digest()

    def serialize(self, message):
        """Return the bytes of Huey's ``message``.

        :raises TypeError: an argument is no text, no number and not ``None``.
        """
        if message.kwargs or not all(isinstance(one, PLAIN) for one in message.args):
            raise TypeError(f"the task {message.name} takes only texts and numbers, by position")
        words = json.dumps([message.name, *message.args]).encode()
        return self._signature(words) + words

    def deserialize(self, data):
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

    def _signature(self, words):
        return hmac.digest(self._key, words, "sha256")
