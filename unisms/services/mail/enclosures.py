"""The HTML of a letter, with the pictures that it shows and the files that go with it."""

from email.message import EmailMessage, MIMEPart

from unisms.model.outbox import Enclosed, Enclosure


def show(message: EmailMessage, html: str, enclosure: Enclosure | None, mark: str) -> None:
    """Let a message that has its text have HTML beside it, and what is enclosed.

    ``mark`` is like no other message's: pictures are asked for by their name and by it.
    """
    files = [Enclosed(*one) for one in enclosure.files] if enclosure is not None else []
    for one in files:
        if one.is_shown:
            html = html.replace(f'"cid:{one.name}"', f'"cid:{one.name}.{mark}"')
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    page = message.get_body(("html",))
    assert isinstance(page, MIMEPart)
    for one in files:
        kind, _, subkind = one.kind.partition("/")
        if one.is_shown:
            cid = f"<{one.name}.{mark}>"
            page.add_related(one.content, kind, subkind, cid=cid, disposition="inline")
        else:
            message.add_attachment(one.content, kind, subkind, filename=one.name)


def part(message: EmailMessage, name: str) -> None:
    """Part a message by lines that are the same at each try, and none of which begins another."""
    for number, one in enumerate(each for each in message.walk() if each.is_multipart()):
        one.set_boundary(f"=_{name}_{number or ''}=")
