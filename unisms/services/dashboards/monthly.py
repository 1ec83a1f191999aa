"""Reports of months: who is to have one, and the mail that each becomes.

A month is told once the exports have closed it. The mail is posted in the transaction that notes
the month as told: whenever a worker dies, a report is neither lost nor sent twice.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from unisms.model import links
from unisms.model.outbox import Enclosed
from unisms.model.people import Subscriber
from unisms.model.root import Institution, Root
from unisms.services.dashboards import scopes
from unisms.services.dashboards.mails import REPORT
from unisms.services.ground import outbox
from unisms.services.rights import rights

LONGEST = 300_000  # characters of a report's HTML
MOST = 50_000  # characters of its text
PICTURE = "picture"  # the name by which the HTML of a report asks for it


class ReportWish(NamedTuple):
    """A report that somebody is to have."""

    institution: str
    uid: str
    month: str  #: as ``2026-11``
    accounts: tuple[int, ...] | None  #: keys of exports; ``None``: all
    language: str

    @property
    def content(self) -> tuple[str, str, tuple[int, ...] | None, str]:
        """Return what makes two reports the same."""
        return self.institution, self.month, self.accounts, self.language


class MadeReport(NamedTuple):
    """A report as it was made: texts, a picture and a PDF."""

    subject: str
    text: str
    html: str
    picture: bytes  #: a PNG; empty: there was nothing to draw
    document: bytes  #: a PDF


def due(root: Root, closed: Mapping[str, str]) -> list[ReportWish]:
    """Return the reports that are due of the latest closed months, by institution.

    Roles are asked now. Whoever has no address, or may see nothing, is passed over.
    """
    institutions = root["institutions"]
    return [
        wish
        for name, month in closed.items()
        if name in institutions
        for wish in _due_of(institutions[name], month)
    ]


def _due_of(institution: Institution, month: str) -> Iterator[ReportWish]:
    for uid, _ in institution["people"].report_readers():
        wish = _wish(institution, uid, month)
        if wish is not None:
            yield wish


def _wish(institution: Institution, uid: str, month: str) -> ReportWish | None:
    """Return the report of a month that somebody is to have; ``None``: none, or no more."""
    people = institution["people"]
    told, person = people.report_told(uid), people.get(uid)
    if person is None or not told or told >= month:
        return None
    scope = scopes.of(rights.person(institution, uid))
    if scope is None or scope.accounts == () or not is_written_to(person):
        return None
    language = person.language or institution.language
    return ReportWish(str(institution.__name__), uid, month, scope.accounts, language)


def is_written_to(person: Subscriber) -> bool:
    """Whether mails reach somebody, as far as is known."""
    return bool(person.email) and not person.mail_trouble


def post(root: Root, wish: ReportWish, made: MadeReport, now: int) -> bool:
    """Let the mail of a report wait, and note its month as told; return whether it was due still.

    It is not if somebody else has posted it, or if what its reader wants, or may see, has changed.

    :raises unisms.services.ground.outbox.MailTooLarge: it is too large for a mail.
    """
    institution = root["institutions"].get(wish.institution)
    if institution is None or _wish(institution, wish.uid, wish.month) != wish:
        return False
    if len(made.html) > LONGEST or len(made.text) > MOST:
        raise outbox.MailTooLarge
    people = institution["people"]
    people.want_reports(wish.uid, wish.month)
    values = _values(institution, wish, made)
    name = outbox.post_to(institution, wish.uid, REPORT, values, now, language=wish.language)
    outbox.enclose(institution, name, made.html, _files(wish, made))
    return True


def _values(
    institution: Institution, wish: ReportWish, made: MadeReport
) -> dict[str, outbox.Value]:
    return {
        "title": made.subject,
        "report": made.text,
        "link": link_of(institution, wish.month),
        "choice": links.page_address(institution, "monthly-report"),
    }


def link_of(institution: Institution, month: str) -> str:
    """Return the address that leads to a month in the dashboards; the service asks who comes."""
    year, number = (int(each) for each in month.split("-"))
    last = date(year, number, monthrange(year, number)[1])
    asked = {"institution": institution.__name__, "first": f"{month}-01", "last": last.isoformat()}
    query = urlencode({"to": f"/overview?{urlencode(asked)}"})
    return links.page_address(institution, f"dashboards?{query}")


def _files(wish: ReportWish, made: MadeReport) -> list[Enclosed]:
    picture = Enclosed(PICTURE, "image/png", made.picture, is_shown=True)
    names = {"fr": "rapport-sms", "en": "sms-report"}
    name = f"{names.get(wish.language, names['fr'])}-{wish.month}.pdf"
    return [
        *([picture] if made.picture else []),
        Enclosed(name, "application/pdf", made.document),
    ]
