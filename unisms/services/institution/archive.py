"""Everything that an institution has stored, as a zip of JSON lines, written as it is read.

Each file holds one kind of thing, one to a line, under the names that the code uses; ``manifest.json``, written last,
tells how many lines each has, with its SHA-256: an archive without it is not whole. Times are epoch seconds, prices
millionths of a euro per segment, amounts thousandths of a euro.

Left out are what only we may know (hashes of passwords, the settings of broker connections), and what only says how far
the sending is (lines, leases, news that no message claims yet). An uploaded file is its author's alone: only those of
whoever takes the archive away are in it.
"""

import hashlib
import json
import zipfile

from unisms.model.templates import MessageTemplate

FORMAT = 1
OFTEN = 1000  # lines after which what was read is let go of, and what was written handed on
PLAIN = (str, int, tuple)
ROW = ("msisdn", "state", "ids", "segments", "changed_at", "cause")  # told of a message


def archived(institution, now, by=None):
    """Yield the bytes of the zip, with the uploaded files of ``by`` (a uid).

    The institution must not change meanwhile: its transaction is only for this.
    """
    outbox = _Outbox()
    told = {}
    with zipfile.ZipFile(outbox, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, lines in CONTENT.items():
            with archive.open(f"{name}.jsonl", "w", force_zip64=True) as member:
                digest, count = hashlib.sha256(), 0
                found = lines(institution, by) if name in OWN else lines(institution)
                for count, line in enumerate(found, 1):
                    data = json.dumps(line, ensure_ascii=False, default=list).encode() + b"\n"
                    digest.update(data)
                    member.write(data)
                    if count % OFTEN == 0:
                        institution._p_jar.cacheGC()
                        yield outbox.taken()
            told[f"{name}.jsonl"] = {"lines": count, "sha256": digest.hexdigest()}
        if institution.logo:
            archive.writestr(
                f"logo.{institution.logo.kind.partition('/')[2]}", institution.logo.content
            )
        manifest = {"format": FORMAT, "institution": institution.__name__, "at": now, "files": told}
        archive.writestr("manifest.json", json.dumps(manifest, indent=2))
    yield outbox.taken()


class _Outbox:
    """A file that forgets what was taken out of it."""

    def __init__(self):
        self._written = []

    def write(self, data):
        self._written.append(bytes(data))
        return len(data)

    def flush(self):
        """Nothing is held back."""

    def taken(self):
        written, self._written = self._written, []
        return b"".join(written)


def facts(record, **more):
    """What is stored in a record itself and not in records of its own, defaults included."""
    record._p_activate()
    known = {**vars(type(record)), **vars(record)}
    return {
        name: value for name, value in known.items() if name[0] != "_" and isinstance(value, PLAIN)
    } | more


def _institution(institution):
    yield facts(institution, name=institution.__name__)


def _people(institution):
    for uid, subscriber in institution["people"].items():
        yield facts(subscriber, uid=uid)


def _groups(institution):
    for name, group in institution["groups"].items():
        yield facts(group, name=name, uids=list(group.uids))


def _templates(institution):
    for name, template in institution["templates"].items():
        yield facts(template, path=name)
        if not isinstance(template, MessageTemplate):
            yield from (
                facts(inner, path=f"{name}/{inner.__name__}") for inner in template.values()
            )


def _accounts(institution):
    for name, account in institution["accounts"].items():
        yield facts(account, name=name, available=account.available)


def _ledger(institution):
    for name, account in institution["accounts"].items():
        yield from ({"account": name} | entry._asdict() for entry in account.ledger())


def _spent(institution):
    for key, segments in (institution.spent or {}).items():
        day, _, uid = key.partition(" ")
        yield {"day": day, "uid": uid, "segments": segments}


def _connections(institution):
    for name, connection in institution["brokers"].items():
        yield facts(connection, name=name, settings=sorted(connection.settings))


def _campaigns(institution):
    for name, campaign in institution["campaigns"].items():
        yield facts(campaign, name=name, history=[event._asdict() for event in campaign.events()])


def _messages(institution):
    for name, campaign in institution["campaigns"].items():
        for number, row in campaign.stored_rows():
            who, source, *values = campaign.values(number)
            told = {
                "campaign": name,
                "number": number,
                "who": who,
                "source": source,
                "values": values,
            }
            told["repeats"] = campaign.repeated(number)
            yield told | dict(zip(ROW, row, strict=False))


def _imports(institution, by):
    for name, record in institution["imports"].items():
        if record.author == by:
            yield facts(record, name=name)


def _import_rows(institution, by):
    for name, record in institution["imports"].items():
        if record.author != by:
            continue
        yield from (
            {"import": name, "line": line, "cells": cells} for line, cells in record.rows.items()
        )


def _replies(institution):
    for month in institution.replies.months():
        for at, msisdn, to, text in institution.replies.of(month):
            yield {"at": at, "msisdn": msisdn, "to": to, "text": text}


def _conditions(institution):
    for number, version in institution.conditions.versions() if institution.conditions else ():
        yield version._asdict() | {"number": number}


def _roles(institution):
    for name, role in institution["roles"].items():
        yield facts(role, name=name)


def _grants(institution):
    yield from (grant._asdict() for grant in institution.grants)


def _audit(institution):
    for sealed in institution.audit.sealed():
        yield sealed.entry._asdict() | {"number": sealed.number, "digest": sealed.digest}
    yield from (entry._asdict() for entry in institution.audit.waiting())


#: name of the file -> what yields its lines
CONTENT = {
    "institution": _institution,
    "people": _people,
    "groups": _groups,
    "templates": _templates,
    "accounts": _accounts,
    "ledger": _ledger,
    "spent": _spent,
    "connections": _connections,
    "campaigns": _campaigns,
    "messages": _messages,
    "imports": _imports,
    "import_rows": _import_rows,
    "replies": _replies,
    "conditions": _conditions,
    "roles": _roles,
    "grants": _grants,
    "audit": _audit,
}
OWN = ("imports", "import_rows")  # files of which only one's own are told
