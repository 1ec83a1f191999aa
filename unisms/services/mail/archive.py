"""The file of mails in an institution's archive: to whom, when and what became of them."""

from collections.abc import Iterator
from itertools import chain

from unisms.model.outbox import Mail
from unisms.model.root import Institution
from unisms.services.ground.facts import Facts

#: all but the text: a link in it may let somebody in
TOLD = ("at", "kind", "to", "uid", "language", "state", "tries", "cause", "settled_at")


def mails(institution: Institution) -> Iterator[Facts]:
    """Yield each mail, without what it said."""
    outbox = institution.outbox
    if outbox is not None:
        for name, mail in chain(outbox.waiting(), outbox.left(), outbox.failed()):
            yield _facts(name, mail)


def _facts(name: str, mail: Mail) -> Facts:
    known = mail._asdict()
    return {"name": name, **{one: known[one] for one in TOLD}}
