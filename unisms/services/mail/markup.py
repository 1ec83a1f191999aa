"""Mails as HTML, made of the very text that they have without it."""

import re
from collections.abc import Sequence
from html import escape

LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]")
INK, PAPER, QUIET = "#1c1b19", "#ffffff", "#5c5850"
FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif"
ENCLOSED = "report"  # the placeholder whose HTML may be enclosed
PLACE = f"{{{ENCLOSED}}}"
PARAGRAPH = "margin:0 0 16px"
#: the letter, whose style is inline because many programs drop any other
LETTER = (
    '<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width">\n<title>{title}</title></head>\n'
    '<body style="margin:0;background:{paper};color:{ink}">\n'
    '<div style="max-width:36em;margin:0 auto;padding:24px 16px;{font};font-size:16px;'
    'line-height:1.5">\n'
    '<p style="margin:0 0 24px;padding:0 0 8px;border-bottom:4px solid {accent};font-weight:600">'
    "{house}</p>\n{parts}</div>\n</body></html>\n"
)
SEPARATION = '<hr style="border:0;border-top:1px solid #c9c4b8;margin:24px 0">\n'


def page(
    title: str, house: str, accent: str, parts: Sequence[tuple[str, str]], enclosed: str = ""
) -> str:
    """Return the whole letter; ``parts`` are pairs of language and text.

    ``enclosed`` is HTML that stands where a paragraph is ``PLACE`` alone.
    """
    told = SEPARATION.join(
        f'<div lang="{language}">\n{paragraphs(text, accent, enclosed)}</div>\n'
        for language, text in parts
    )
    return LETTER.format(
        language=parts[0][0],
        title=escape(title),
        house=escape(house),
        accent=escape(accent),
        ink=INK,
        paper=PAPER,
        font=FONT,
        parts=told,
    )


def styled(html: str) -> str:
    """Return HTML with the style of its paragraphs: mailboxes have no sheet of styles."""
    return html.replace("<p>", f'<p style="{PARAGRAPH}">')


def paragraphs(text: str, accent: str, enclosed: str = "") -> str:
    """Return the paragraphs of a text, which empty lines part; a link alone is a button."""
    found = (one.strip() for one in re.split(r"\n\s*\n", text))
    told = (enclosed if one == PLACE else _paragraph(one, accent) for one in found if one)
    return "".join(f"{one}\n" for one in told)


def _paragraph(text: str, accent: str) -> str:
    if LINK.fullmatch(text):
        style = (
            f"display:inline-block;padding:10px 16px;border:2px solid {escape(accent)};"
            f"border-radius:6px;color:{INK};overflow-wrap:anywhere"
        )
        return f'<p style="{PARAGRAPH}">{_anchor(text, style)}</p>'
    return f'<p style="{PARAGRAPH}">{_with_links(text)}</p>'


def _with_links(text: str) -> str:
    """Return a text with its links as anchors and its ends of lines as such."""
    told, end = [], 0
    for link in LINK.finditer(text):
        told += [escape(text[end : link.start()]), _anchor(link[0], f"color:{INK}")]
        end = link.end()
    return "".join([*told, escape(text[end:])]).replace("\n", "<br>\n")


def _anchor(address: str, style: str) -> str:
    return f'<a href="{escape(address)}" style="{style}">{escape(address)}</a>'
