"""Cells that a spreadsheet would compute: texts that it protects, and formulas."""

import re

from unisms.services.files.rows import Row

_SIGNS = frozenset("=@+-")


def settle(rows: list[Row]) -> list[int]:
    """Write ``="0612345678"``, by which spreadsheets protect a text, as that text, in place.

    Formulas stay as they are; return the numbers of their lines.
    """
    formulas = []
    for position, (line, cells) in enumerate(rows):
        text = "\n".join(cells)
        # asked first what is quick
        if ("=" in text or "(" in text or "|" in text) and _may_hold_one(text):
            if "=" in text:
                rows[position] = line, [_PROTECTED.sub(r"\1", cell) for cell in cells]
            signed = [cell for cell in rows[position][1] if cell[:1] in _SIGNS]
            formulas += [line] if any(map(is_formula, signed)) else []
    return formulas


def _may_hold_one(text: str) -> bool:
    """Whether a line begins as what is computed."""
    return (
        text.startswith(("=", "@", "+", "-"))
        or "\n=" in text
        or "\n@" in text
        or "\n+" in text
        or "\n-" in text
    )


_PROTECTED = re.compile(r'^="([^"]*)"$')
_CALL = re.compile(r"[@+-](?:[^(|]*[^\w(|])?(\w*)[(|]")


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would compute the cell: ``=1+1``.

    A function may be called after another sign: ``+SUM(1)``, ``@cmd|x``.
    """
    called = _CALL.match(cell)
    return cell.startswith("=") or (
        called is not None and re.search("[A-Za-z]", called[1]) is not None
    )
