"""Links to leave: the campaigns of an institution whose messages end with one, and who left by it.

A link names a campaign by a number of the institution, and a row of it (``sms.tokens``). Once the
rows are erased, each link still leads to the digest of its number (``model.digests``).
"""

from collections.abc import Container, Iterable, Iterator, Mapping

from BTrees.IIBTree import IIBTree
from BTrees.IOBTree import IOBTree
from persistent import Persistent
from ZODB import DB

from unisms.model.folder import Resource, path_of
from unisms.model.packed import RowTree

CODE = 2  # characters by which links name an institution: each is paid for
MOST = 2**31 - 1  # the highest number of a campaign or row that a tree takes


class LinkedCampaign(Persistent):
    """A campaign whose messages end with a link."""

    def __init__(self, name: str, at: int) -> None:
        self.name = name  # in the institution's campaigns
        self.at = at  # when its messages were made, or were to leave; epoch seconds
        self._left = IIBTree()  # number of a row -> when somebody left by its link, epoch seconds
        self._digests = RowTree()  # number of an erased row -> the digest of its number

    def leave(self, row: int, at: int) -> None:
        """Note that somebody left by the link of this row at ``at`` (epoch seconds)."""
        self._left[row] = at

    def come_back(self, row: int) -> None:
        """Forget that somebody left by the link of this row."""
        self._left.pop(row, None)

    def left_at(self, row: int) -> int:
        """When somebody left by the link of this row, epoch seconds; 0 where nobody did."""
        return self._left.get(row, 0)

    def __len__(self) -> int:
        """Return how many have left by its links."""
        return len(self._left)

    def __bool__(self) -> bool:
        return True

    def keep(self, digests: Iterable[tuple[int, str]]) -> None:
        """Keep pairs of a row's number and the digest of its number: the rows are erased."""
        self._digests.update([*digests])

    def digest(self, row: int) -> str:
        """Return the digest of the number of an erased row, or ``""``."""
        return self._digests.get(row, "") if row <= MOST else ""

    def rows_of(self, digests: Container[str]) -> list[int]:
        """Return the numbers of the erased rows whose number has one of these digests."""
        return [row for row, known in self._digests.items() if known in digests]

    def forget(self, rows: Iterable[int]) -> None:
        """Forget the digests of these rows: their links lead nowhere from now on."""
        for row in rows:
            del self._digests[row]

    def drop_digests(self) -> None:
        """Forget the digests; they were made under a key that is lost."""
        self._digests = RowTree()


class Links(Persistent):
    """The campaigns of an institution whose messages end with a link, by number."""

    def __init__(self, code: str) -> None:
        self.code = code  # by which links name the institution (``Root.link_codes``)
        self._campaigns: IOBTree[LinkedCampaign] = IOBTree()

    def add(self, number: int, campaign: LinkedCampaign) -> None:
        self._campaigns[number] = campaign

    def get(self, number: int) -> LinkedCampaign | None:
        """Return the campaign of this number, which may be any; ``None``: there is none."""
        return self._campaigns.get(number) if 0 < number <= MOST else None

    def remove(self, number: int) -> None:
        del self._campaigns[number]

    def items(self) -> Iterator[tuple[int, LinkedCampaign]]:
        """Yield the pairs of a number and its campaign, as they stand now."""
        yield from list(self._campaigns.items())


def address_of(settings: Mapping[str, str]) -> str:
    """Return the address at which people open the service from anywhere, without a slash at its
    end.

    It is ``unisms.public_url``, or else made of the first of ``unisms.hosts``. It is empty if
    neither is set: then no link can be sent.
    """
    told = settings.get("unisms.public_url", "").strip().rstrip("/")
    hosts = settings.get("unisms.hosts", "").split()
    return told or (f"https://{hosts[0]}" if hosts else "")


def give_address(database: DB, settings: Mapping[str, str]) -> None:
    """Let all that this ZODB database gives know the address of the service."""
    database.public_address = address_of(settings)


def address_behind(resource: Resource | None) -> str:
    """Return the address given to the database that ``resource``, or something above it, is stored
    in; empty: none was."""
    while resource is not None and resource._p_jar is None:
        resource = resource.__parent__
    address: str = getattr(resource._p_jar.db(), "public_address", "") if resource else ""
    return address


def page_address(resource: Resource, *names: str) -> str:
    """Return the address at which people open a page of ``resource``, as mails tell it.

    The path of the resource is followed by ``names``; an empty name leaves its slash.
    """
    return "/".join((f"{address_behind(resource)}{path_of(resource)}", *names))
