"""Message templates: another text, an earlier one taken up again, archived, taken back."""

from datetime import datetime
from zoneinfo import ZoneInfo

from unisms.model.templates import MessageTemplate, Version
from unisms.services.ground import journal, records
from unisms.services.ground.actor import Actor


def rewrite(actor: Actor, record: MessageTemplate, text: str, now: int) -> None:
    """Give the template another text, and keep the present one; a second time, nothing happens."""
    if record.text != text:
        record.rewrite(text, now, actor.uid)
        hidden = {"text": records.HIDDEN}
        journal.write(actor, "template.changed", record, now, before=hidden, after=hidden)


def restore(actor: Actor, record: MessageTemplate, version: Version, now: int) -> None:
    """Take an earlier ``Version`` of the text up again; the present one becomes an earlier one."""
    record.rewrite(version.text, now, actor.uid)
    at = datetime.fromtimestamp(version.at, ZoneInfo(actor.institution.time_zone))
    after = {"since": f"{at:%Y-%m-%d %H:%M}"} if version.at else None  # the first one has no moment
    journal.write(actor, "template.restored", record, now, after=after)


def put_away(actor: Actor, record: MessageTemplate, archived: bool, now: int) -> None:
    """Archive the template or take it back; a second time, nothing happens."""
    if record.archived != archived:
        record.archived = archived
        records.sign(actor, record, now)
        verb = "template.archived" if archived else "template.taken_back"
        journal.write(actor, verb, record, now)
