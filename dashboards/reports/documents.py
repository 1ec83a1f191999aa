"""PDF and PNG of a month, by Typst: no browser, no network, and no fonts but its own."""

import json
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

import typst

from dashboards.figures import drawing
from dashboards.reports.months import Month

FONT = "Libertinus Serif"
STANDARD = "ua-1"  # PDF/UA-1: tagged, with language, title and words for the picture
WIDTH = 720  # pixels of the picture
DENSITY = 144  # pixels an inch: twice those of a screen


def pdf(month: Month) -> bytes:
    """Return a month as a tagged PDF."""
    facts = _facts(month) | {"picture": picture(month)}
    moment = datetime(1970, 1, 1, tzinfo=UTC)  # so that equal figures give equal octets
    return _made("report.typ", facts, format="pdf", pdf_standards=STANDARD, timestamp=moment)


def picture(month: Month) -> str:
    """Return the chart of a month as SVG; empty where it has none."""
    if month.figure is None:
        return ""
    return drawing.draw(month.figure, width=WIDTH, prefix="picture", font=FONT, paper="#ffffff")


def png(svg: str) -> bytes:
    """Return a drawing as a PNG, twice as wide as it says in pixels."""
    return _made("picture.typ", {"picture": svg}, format="png", ppi=DENSITY)


def described(month: Month) -> str:
    """Return the words that stand for the chart of a month."""
    if month.figure is None:
        return ""
    meta = month.figure.layout.meta
    told = month.word("picture").format(name=meta["name"], description=meta["description"])
    return f"{told} {month.sentence}"


def _facts(month: Month) -> dict[str, Any]:
    names = ("figures", "missing", "more", "nothing", "made_of")
    return {
        **month._replace(figure=None)._asdict(),
        "facts": [each._asdict() for each in month.facts],
        "sheets": [each._asdict() for each in month.sheets],
        "heading": month.word("title"),
        "drawn": month.figure.layout.meta["name"] if month.figure is not None else "",
        "described": described(month),
        "words": {name: month.word(name) for name in names},
    }


def _made(template: str, facts: dict[str, Any], **options: Any) -> bytes:
    source = files("dashboards.reports").joinpath("templates", template).read_bytes()
    told = {"told": json.dumps(facts)}
    made = typst.compile(source, font_paths=_fonts(), sys_inputs=told, **options)
    assert isinstance(made, bytes)  # a single page, or a document
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)
