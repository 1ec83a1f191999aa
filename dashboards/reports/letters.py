"""The words of a mail: a month as plain text, and as a part of HTML whose style is inline."""

from collections.abc import Iterator
from html import escape

from dashboards.reports import documents
from dashboards.reports.months import Month, Sheet

INK, SOFT, RULE = "#1c1b19", "#5c5850", "#ded9cf"
CELL = "padding:4px 8px;border-bottom:1px solid"
PICTURE = "picture"  # the name by which HTML asks for the picture


def subject(month: Month) -> str:
    """Return the subject of the mail."""
    return month.word("subject").format(period=month.period, institution=month.institution)


def text(month: Month) -> str:
    """Return a month as plain text."""
    return "\n\n".join(part for part in _parts(month) if part)


def _parts(month: Month) -> Iterator[str]:
    yield month.sentence
    if month.remarks:
        yield "\n".join((f"{month.word('missing')} :", *(f"- {one}" for one in month.remarks)))
    yield "\n".join(_fact(*each) for each in month.facts)
    for sheet in month.sheets:
        yield "\n".join(_lines(month, sheet))
    yield documents.described(month)


def _fact(value: str, label: str, notes: tuple[str, ...]) -> str:
    told = f" ({', '.join(notes)})" if notes else ""
    return f"- {value} {label}{told}"


def _lines(month: Month, sheet: Sheet) -> Iterator[str]:
    yield sheet.title
    yield sheet.sentence
    for row in sheet.rows:
        rest = zip(sheet.columns[1:], row[1:], strict=True)
        yield f"- {row[0]} : {', '.join(f'{title} {value}' for title, value in rest)}"
    if not sheet.rows:
        yield month.word("nothing")
    if sheet.left_out:
        yield sheet.left_out


def html(month: Month) -> str:
    """Return a month as a part of HTML; its picture is ``cid:picture``."""
    return "\n".join(_blocks(month)) + "\n"


def _blocks(month: Month) -> Iterator[str]:
    yield f'<p style="margin:0 0 16px;font-size:18px">{escape(month.sentence)}</p>'
    if month.remarks:
        told = "".join(f"<li>{escape(one)}</li>" for one in month.remarks)
        yield f'<p style="margin:0"><b>{escape(month.word("missing"))}</b></p>'
        yield f'<ul style="margin:0 0 16px">{told}</ul>'
    yield _facts(month)
    if month.figure is not None:
        yield (
            f'<p style="margin:0 0 16px"><img src="cid:{PICTURE}" width="{documents.WIDTH}"'
            f' style="width:100%;height:auto" alt="{escape(documents.described(month))}"></p>'
        )
    for sheet in month.sheets:
        yield from _sheet(month, sheet)


def _facts(month: Month) -> str:
    rows = "".join(
        f'<tr><th scope="row" style="{CELL} {RULE};text-align:left;font-weight:400">'
        f"{escape(label)}</th>"
        f'<td style="{CELL} {RULE};text-align:right"><b>{escape(value)}</b></td>'
        f'<td style="{CELL} {RULE};color:{SOFT}">{escape(", ".join(notes))}</td></tr>'
        for value, label, notes in month.facts
    )
    return _table(month.word("figures"), rows)


def _sheet(month: Month, sheet: Sheet) -> Iterator[str]:
    yield f'<h2 style="margin:24px 0 4px;font-size:18px">{escape(sheet.title)}</h2>'
    yield f'<p style="margin:0 0 8px">{escape(sheet.sentence)}</p>'
    if not sheet.rows:
        yield f'<p style="margin:0 0 16px">{escape(month.word("nothing"))}</p>'
        return
    heads = "".join(
        f'<th scope="col" style="{CELL} {INK};text-align:{_side(right)}">{escape(title)}</th>'
        for title, right in zip(sheet.columns, sheet.right, strict=True)
    )
    rows = "".join(f"<tr>{_cells(sheet, row)}</tr>" for row in sheet.rows)
    yield _table(sheet.title, f"<tr>{heads}</tr>{rows}")
    if sheet.left_out:
        yield f'<p style="margin:0 0 16px;color:{SOFT}">{escape(sheet.left_out)}</p>'


def _cells(sheet: Sheet, row: tuple[str, ...]) -> Iterator[str] | str:
    style = f"{CELL} {RULE};font-weight:400;text-align:"
    first = f'<th scope="row" style="{style}left">{escape(row[0])}</th>'
    rest = zip(row[1:], sheet.right[1:], strict=True)
    cells = (f'<td style="{style}{_side(right)}">{escape(value)}</td>' for value, right in rest)
    return first + "".join(cells)


def _side(right: bool) -> str:
    return "right" if right else "left"


def _table(name: str, rows: str) -> str:
    style = "border-collapse:collapse;width:100%;font-size:14px;margin:0 0 16px"
    return f'<table aria-label="{escape(name)}" style="{style}">{rows}</table>'
