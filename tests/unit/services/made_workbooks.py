"""Small spreadsheet files for tests, written by hand so that every oddity can be put into them."""

import datetime
import io
import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DATE, MOMENT, ELAPSED = 1, 2, 3  # styles


class Raw(str):
    """A cell's XML from its attributes on: ``t="e"><v>#N/A</v>``."""


def xlsx(*sheets):
    """An .xlsx of sheets ``(title, rows)``, or ``(title, rows, "hidden")``.

    ``None`` is no cell at all.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _types())
        package.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        package.writestr("xl/workbook.xml", _workbook(sheets))
        targets = [
            ("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)
        ]
        package.writestr(
            "xl/_rels/workbook.xml.rels", _relations([*targets, ("styles", "styles.xml")])
        )
        package.writestr("xl/styles.xml", _styles())
        for number, sheet in enumerate(sheets, 1):
            package.writestr(f"xl/worksheets/sheet{number}.xml", _sheet(sheet[1]))
    return out.getvalue()


def ods(title, rows):
    """An .ods of one sheet of texts."""
    office, table, text = (
        f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text")
    )
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    body = "".join(
        f"<table:table-row>{''.join(cell.format(escape(c)) for c in row)}</table:table-row>"
        for row in rows
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{office}" xmlns:table="{table}" '
            f'xmlns:text="{text}"><office:body>'
            f"<office:spreadsheet><table:table "
            f'table:name="{title}">{body}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        )
        package.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def bomb():
    """A kilobyte that asks for seventeen billion cells."""
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c '
        'r="XFD1048576"><v>1</v></c></row>'
    )
    source, out = zipfile.ZipFile(io.BytesIO(xlsx(("Feuille", [])))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in source.namelist():
            package.writestr(
                name, source.read(name).replace(b"<sheetData>", b"<sheetData>" + rows.encode())
            )
    return out.getvalue()


def _types():
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
        f'ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{sheet}"/></Types>'
    )


def _relations(targets):
    parts = (
        f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(parts)}</Relationships>'


def _workbook(sheets):
    parts = (
        f'<sheet name="{title}" sheetId="{number}" state="{state[0] if state else "visible"}" '
        f'r:id="r{number}"/>'
        for number, (title, _, *state) in enumerate(sheets, 1)
    )
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{"".join(parts)}</sheets>'
        f"</workbook>"
    )


def _styles():
    formats = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 22, 46))
    return f'<styleSheet xmlns="{MAIN}"><cellXfs count="4">{formats}</cellXfs></styleSheet>'


def _sheet(rows):
    lines = (_row(number, row) for number, row in enumerate(rows, 1))
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _row(number, row):
    cells = "".join(_cell(_place(column, number), cell) for column, cell in enumerate(row))
    return f'<row r="{number}">{cells}</row>'


def _place(column, number):
    return f"{chr(65 + column)}{number}"


def _cell(place, cell):
    if cell is None:
        return ""
    if isinstance(cell, Raw):
        return f'<c r="{place}" {cell}</c>'
    if isinstance(cell, bool):
        return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, datetime.datetime):
        days = (cell - datetime.datetime(1899, 12, 30)) / datetime.timedelta(days=1)
        return f'<c r="{place}" s="{MOMENT}"><v>{days}</v></c>'
    if isinstance(cell, datetime.date):
        return f'<c r="{place}" s="{DATE}"><v>{(cell - datetime.date(1899, 12, 30)).days}</v></c>'
    if isinstance(cell, int | float):
        return f'<c r="{place}"><v>{cell}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
