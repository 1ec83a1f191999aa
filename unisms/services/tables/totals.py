"""Rows of a file that are nobody: sums, counts, and what programs write below the data."""

import re

from unisms.services.files.rows import Cells

_BY_ITSELF = r"(?:sous[ -]?tota(?:l|ux)|(?:grand[ -]|sub[ -]?)?tota(?:l|ux|ls))"
_WITH_FIGURES = (
    r"sommes?|sum|cumul|soldes?|moyennes?|average|avg|mean|m[ée]diane?|mini?(?:mum)?|maxi?(?:mum)?"
    r"|nombres?|nb\.?|count|effectifs?"
)
_STROKES = frozenset(("--", "==", "__", "**", "+-", "+=", ":-"))
_STROKE = re.compile(r"[-=_*+:|\s]+")  # SQL*Plus and psql rule their titles off
_BEGINNINGS = frozenset(
    ("so", "to", "gr", "su", "cu", "mo", "av", "me", "mé", "mi", "ma", "no", "nb", "co", "ef")
)
_TOTAL = re.compile(rf"\W*{_BY_ITSELF}\b.{{0,80}}", re.IGNORECASE | re.DOTALL)
_FIGURE_OF = re.compile(rf"\W*(?:{_WITH_FIGURES})(?!\w).{{0,80}}", re.IGNORECASE | re.DOTALL)
_SIGNS = r"\s.,%€$£+/()=:-"
_FIGURES = re.compile(
    rf"[{_SIGNS}]*+\d[\d{_SIGNS}]*+(?:[^\W\d]{{1,20}}(?:\(s\))?)?\W{{0,3}}"  # 12 lignes
)
_ROWS = (
    r"lignes?|rows?|enregistrements?|records?|r[ée]sultats?|results?|entr[ée]es?|entries"
    r"|inscrite?s?|inscriptions?|[ée]l[ée]ments?|items?|dossiers?|candidate?s?|candidatures?"
    r"|apprenante?s?|lines?"
    r"|lecteurs?|[ée]tudiante?s?|adh[ée]rents?|usagers?|personnes?|agents?|pr[êe]ts?"
)
_FOOTER = re.compile(
    rf"\W*(?:\d[\d\s.,]{{0,12}}(?:{_ROWS})\b.{{0,40}}"  # SQL*Plus, psql, sqlcmd
    r"|sql>.*|page\s\d+(?:\s?(?:/|sur|of|de)\s?\d+)?|(?:fin|end)(?:\s(?:du|de|of)\b.{0,40})?|eof"
    r"|(?:(?:rapport|report|document|fichier|liste)\s)?"
    r"(?:[ée]dit|imprim|extrait|export|g[ée]n[ée]r|printed|generated)\w{0,4}\s(?:le|du|on|par|by"
    r"|at)\b.{0,60}"
    r"|(?:extraction|[ée]dition|impression|export)\s(?:du|de|le)\b.{0,60}"
    r"|(?:document\s)?(?:confidentiel|confidential)(?:le)?(?:\s.{0,40})?"
    r"|(?:elapsed|query\sok|disconnected\sfrom|pl/sql\sprocedure"
    r"|statement\sprocessed)\b.{0,80})\W*",
    re.IGNORECASE,
)
_LABEL = re.compile(  # and what it tells, in its own cell or behind a colon
    r"\W*(?:date\s(?:d.)?(?:[ée]dition|extraction|impression|export|mise\s[àa]\sjour)|source"
    r"|[ée]dit[ée]\sle"
    r"|imprim[ée]\sle|extrait\sle|printed\son|generated\son)\s?(:?)(.{0,80})",
    re.IGNORECASE,
)


def is_sum(cells: Cells) -> bool:
    """Whether the row, wherever it stands, is a label and figures, or strokes."""
    if cells[0][:1].isdigit():
        return False
    first = next(filter(str.strip, cells), "").strip()
    if first[:2] in _STROKES:
        return all(_STROKE.fullmatch(cell) for cell in _told(cells))
    if first[:2].lower() not in _BEGINNINGS and first[:1].isalnum():
        return False
    told = _told(cells)
    if any(map(_is_reachable, told)) or not _is_label(first, told[1:]):
        return False
    return all(_FIGURES.fullmatch(cell) or _TOTAL.fullmatch(cell) for cell in told[1:])


def is_below(cells: Cells) -> bool:
    """Whether the row, below all others, is a sum or what a program says at the end."""
    told = _told(cells)
    if not told or any(map(_is_reachable, told)):
        return False
    if len(told) == 1 and _FOOTER.fullmatch(told[0]):
        return True
    if len(told) < 3 and _is_labelled(told):
        return True
    return is_sum(cells) or _TOTAL.fullmatch(told[0]) is not None


def _is_labelled(told: Cells) -> bool:
    """Whether the row is ``Source : Apogée``, in one cell or two.

    A label in a cell by itself tells with its colon or a date.
    """
    found = _LABEL.fullmatch(told[0])
    if not found:
        return False
    behind = found[2].strip() if len(told) == 1 else told[1]
    return bool(behind and (found[1] or any(map(str.isdigit, behind))))


def is_example(cells: Cells) -> bool:
    """Whether the row shows how to fill the others.

    Half of its cells begin with ``ex :``, or the row is called an example.
    """
    told = _told(cells)
    return (
        2 * sum(map(bool, map(_EXAMPLE.match, told))) >= len(told)
        or _CALLED_SO.fullmatch(told[0]) is not None
    )


_EXAMPLE = re.compile(
    r"\W{0,3}(?:p(?:ar|\.)? ?)?(?:ex(?:emple|ample)?\s?[.:=]|e\.g\.)", re.IGNORECASE
)
_CALLED_SO = re.compile(r"\W*ex(?:emple|ample)s?\W*", re.IGNORECASE)


def _told(cells: Cells) -> list[str]:
    return [cell.strip() for cell in cells if cell.strip()]


def _is_label(first: str, others: Cells) -> bool:
    """Whether the cell titles a sum.

    Max may be a person, in whatever form their number is typed.
    """
    if _TOTAL.fullmatch(first):
        return True
    if not _FIGURE_OF.fullmatch(first) or any(_LONG.fullmatch(_joined(cell)) for cell in others):
        return False
    return any(char.isdigit() for cell in (first, *others) for char in cell)


def _is_reachable(cell: str) -> bool:
    """Whether a number or an address makes somebody of the row."""
    if "@" in cell or _IN_PAIRS.fullmatch(cell):
        return True
    return _NUMBER.fullmatch(_joined(cell)) is not None


def _joined(cell: str) -> str:
    """Return the cell without separators of digits, and without the decimals of a spreadsheet."""
    return _BETWEEN.sub("", cell)


#: 75.12.34 in Nouméa, 87 12 34 56 in Tahiti
_IN_PAIRS = re.compile(r"(?:\d{3} ?)?\d{2}([ .-])\d{2}(?:\1\d{2}){1,2}")
_BETWEEN = re.compile(r"(?<=\d{6})[.,]0+\Z|[\s.()/'-]")
_LONG = re.compile(r"\d{6,}")
_NUMBER = re.compile(r"\+\d{8,15}|(?:(?:00)?33|0)?[67]\d{8}|00?\d{9,13}")
