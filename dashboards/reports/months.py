"""A month asked of the pages: the very sentences, figures and tables that they show."""

from typing import Any, NamedTuple

from dashboards.access import OPEN
from dashboards.figures.looks import Look
from dashboards.pages import asked, cells, rendering
from dashboards.pages.site import Site
from dashboards.pages.speech import Speech
from dashboards.reports.wishes import Wish
from dashboards.reports.words import WORDS

ROWS = 40  # of a table in a report; the page has them all


class Sheet(NamedTuple):
    """A table whose values are written already."""

    title: str
    sentence: str
    columns: tuple[str, ...]
    right: tuple[bool, ...]  #: whether a column is one of figures
    rows: tuple[tuple[str, ...], ...]
    left_out: str  #: how many rows are not told; empty: all are


class Fact(NamedTuple):
    """A figure of the month, and against which it is held."""

    value: str
    label: str
    notes: tuple[str, ...]


class Month(NamedTuple):
    """A month, told: all of it is text, but for the figure."""

    language: str
    institution: str
    period: str
    title: str
    sentence: str
    facts: tuple[Fact, ...]
    figure: Any  #: a figure of Plotly, or ``None``
    sheets: tuple[Sheet, ...]
    remarks: tuple[str, ...]
    link: str

    def word(self, key: str) -> str:
        """Return a word of reports in the language of this one."""
        return WORDS[key][self.language == "en"]


class NoInstitution(LookupError):
    """The exports have nothing of the institution that a report is wanted of."""


#: the views that a report is made of: page and name of the view; empty: the first one
PARTS = (("cost", "accounts"), ("overview", "causes"))


def told(site: Site, wish: Wish) -> Month:
    """Return the month of a wish.

    :raises NoInstitution: nothing of it was exported.
    :raises dashboards.access.NotYours: it is not to be seen.
    """
    if wish.institution not in site.engine.catalogue.institutions:
        raise NoInstitution(wish.institution)
    speech = Speech(wish.language)
    overview = _asked(site, wish, speech, "overview")
    parts = [_asked(site, wish, speech, *part) for part in PARTS]
    period = speech.period(wish.first, wish.last)
    institution = overview.visit.names.institution(wish.institution)
    return Month(
        wish.language,
        institution,
        period,
        f"{WORDS['title'][wish.language == 'en']} · {period} · {institution}",
        overview.summary.sentence,
        tuple(Fact(each.value, each.label, each.notes) for each in overview.summary.tiles),
        rendering.figure_of(overview.view, Look(wish.language, period=(wish.first, wish.last))),
        tuple(_sheet(speech, part.view) for part in parts if part.view.table is not None),
        tuple(dict.fromkeys(each for one in (overview, *parts) for each in one.remarks)),
        wish.link,
    )


def _asked(site: Site, wish: Wish, speech: Speech, page: str, view: str = "") -> Any:
    session = OPEN._replace(institutions=(wish.institution,), accounts=wish.accounts)
    first, last = wish.first.isoformat(), wish.last.isoformat()
    query = {"institution": wish.institution, "first": first, "last": last, "view": view}
    return site.told(asked.read(page, query), session, speech)


def _sheet(speech: Speech, view: Any) -> Sheet:
    table = view.table
    rows = tuple(
        tuple(
            cells.written(speech, column.kind, value)
            for column, value in zip(table.columns, row, strict=True)
        )
        for row in table.rows[:ROWS]
    )
    rest = len(table.rows) - len(rows)
    more = WORDS["left_out"][speech.language == "en"]
    return Sheet(
        view.title,
        view.sentence,
        tuple(column.title for column in table.columns),
        tuple(column.kind in cells.RIGHT for column in table.columns),
        rows,
        more.format(count=speech.number(rest)) if rest else "",
    )
