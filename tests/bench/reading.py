"""A file of 40,000 rows from its bytes to the frozen audience, ours and plainly."""

import csv
import io
import re
import sys
import time
from datetime import date
from pathlib import Path
from statistics import median

import phonenumbers
import smsutil

sys.path.insert(0, str(Path(__file__).parents[1]))

from peers.service import CONNECTION, Service

from unisms.model.campaigns import Campaign
from unisms.model.folder import dated_name, find
from unisms.scripts.worker import tune
from unisms.services.audience import audience
from unisms.services.imports import candidates, intake
from unisms.services.rights import rights
from unisms.services.rules.recipients import Recipient
from unisms.sms import causes, template
from unisms.tasks.jobs import uncollected

LOANS = Path(__file__).parents[1] / "data" / "overdue-loans.csv"
TEXT = "Bonjour [Prénom] [Nom], vous deviez rendre hier à la bibliothèque : [Titre]. Merci !"
TEXT_OF_PEOPLE = "Bonjour [nom], vous deviez rendre hier un livre à la bibliothèque. Merci !"
WANTED = ("Nom", "Prénom", "Titre")
NUMBERS = ("Mobile", "Tél. autre", "Tél. domicile")
ROUNDS = 5  # each way in turn; the medians are told


def rows(count):
    """``count`` rows of the real export, over and over, each reader and number made different."""
    real = list(csv.reader(io.StringIO(LOANS.read_bytes().decode("cp1252")), delimiter=";"))
    head, body = real[0], real[1:]
    made = [head]
    for number in range(count):
        cells = list(body[number % len(body)])
        cells[0] = f"{cells[0]}-{number // len(body)}"
        copy = number // len(body)
        cells[4:7] = [re.sub(r"39([ ./\xa0-]?98)", rf"{39 + copy}\1", cell) for cell in cells[4:7]]
        made.append(cells)
    return made


def as_csv(table):
    """The bytes of a Windows-1252 export."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(table)
    return out.getvalue().encode("cp1252")


def as_xlsx(table):
    """The bytes of a workbook."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    for number, cells in enumerate(table):
        sheet.write_row(number, 0, cells)
    book.close()
    return out.getvalue()


def ours(service, content):
    """Seconds for receiving, reading, checking and freezing, each in its transaction as the service
    does."""
    begun = time.perf_counter()
    with uncollected():  # as the tasks do
        _ours(service, content)
    return time.perf_counter() - begun


def _ours(service, content):
    name = service.run(
        lambda root: (
            intake.receive(
                rights.person(_paris1(root), "test"), "loans", content, 1_700_000_000
            ).__name__
        )
    )
    service.run(lambda root: intake.read(_paris1(root)["imports"][name]))
    service.run(lambda root: _freeze(root, _recipients(root, name)))


def _paris1(root):
    return find(root, "/institutions/paris1")


def _recipients(root, name):
    return candidates.recipients(_paris1(root)["imports"][name], WANTED, today=date(2026, 11, 20))


def _freeze(root, recipients, text=TEXT):
    campaign = Campaign("test", 1)
    campaign.text = text
    folder = _paris1(root)["campaigns"]
    folder.add(dated_name(folder, 1), campaign)
    audience.freeze(campaign, recipients, WANTED, find(root, CONNECTION), 1)


def plainly(service, content):
    """Do the job plainly: ``phonenumbers`` on every number cell, ``smsutil`` on every text, our
    freeze."""
    begun = time.perf_counter()
    table = list(csv.DictReader(io.StringIO(content.decode("cp1252")), delimiter=";"))
    prepared = template.prepare(TEXT, WANTED)
    recipients = []
    for line, row in enumerate(table, 2):
        values = tuple(row[title] for title in WANTED)
        found = [_plain_number(row[title]) for title in NUMBERS]
        msisdn = next(filter(None, found), "")
        smsutil.split(prepared.render(values))
        who = f"{row['Prénom']} {row['Nom']}"
        recipients.append(
            Recipient(msisdn, who, str(line), values, None if msisdn else causes.NO_NUMBER)
        )
    service.run(lambda root: _freeze(root, recipients))
    return time.perf_counter() - begun


def _plain_number(cell):
    """Judge as the documentation of ``phonenumbers`` shows: type, possible length, known range."""
    try:
        number = phonenumbers.parse(cell, "FR")
    except phonenumbers.NumberParseException:
        return ""
    kind = phonenumbers.number_type(number)
    known = phonenumbers.is_valid_number(number)
    if not phonenumbers.is_possible_number(number) or (known and kind not in MOBILE):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


MOBILE = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)


def warm_up(service, table):
    """Let both ways load what they need for the first file of a process."""
    few = as_csv(table[:500])
    ours(service, few)
    plainly(service, few)


def main(count=40_000):
    tune()  # as the worker process does; the plain way gains by it too
    table = rows(count)
    content, workbook = as_csv(table), as_xlsx(table)
    with Service(smsc_port=1) as service:
        warm_up(service, table)
        pairs = [(ours(service, content), plainly(service, content)) for _ in range(ROUNDS)]
        mine, plain = (median(times) for times in zip(*pairs, strict=True))
        ratio = median(plain / mine for mine, plain in pairs)
        print(f"CSV ours {mine:.2f} s, plainly {plain:.2f} s: {ratio:.1f} times")
        book = median(ours(service, workbook) for _ in range(ROUNDS))
        print(f"XLSX ours {book:.2f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
