"""Nothing names the erased in the file of a store that knew all that the service can know of them.

The raw file is searched once it is packed: right after the erasure, and after the nights.
"""

import transaction
from dossier_facts import SAID, SECRET, ZOE, chief, furnish, make_message
from factories import (
    NOW,
    make_connection,
    make_draft,
    make_house,
    make_person,
    make_recipient,
    make_release,
    make_root,
    mobile,
)
from nights import forget as night

from unisms.model import digests, health, outbox, senders
from unisms.model.directories import DirectoryConnection, DirectoryQuery
from unisms.model.health import Flag, Past, Strike
from unisms.model.leavings import Leaving
from unisms.model.links import LinkedCampaign, Links
from unisms.model.outbox import FAILED, LEFT, Mail
from unisms.model.own_pages import Code, Undo
from unisms.model.proofs import SOURCES, Proof
from unisms.model.themes import Member
from unisms.ports import Receipt
from unisms.seams.dossiers import PartOfDossier
from unisms.services.delivery import inbox, parking
from unisms.services.door import passwords, throttle
from unisms.services.dossiers import erasures
from unisms.services.dossiers.subjects import of_person
from unisms.services.ground.outbox import ERASED
from unisms.services.histories import entries
from unisms.services.imports import intake
from unisms.services.institution import audit_journals, retention
from unisms.services.links import archive as links
from unisms.services.people import enrolment, reminders, unsent_forms
from unisms.services.replies import mails as forwarded
from unisms.services.rights import daily

DAY, MONTH = 86400, 31  # seconds; days after which sessions of before are over
YEARS = 4 * 366  # days that are longer than any age
FIRST, SECOND, NOW_HELD = mobile(6001), mobile(6002), ZOE.msisdn
NUMBERS = (FIRST, SECOND, NOW_HELD)
ANSWERED = "Votre rendez-vous est avancé"
QUOTED = "Ma grand-mère est à Vierzon"
HALF = "Première moitié seulement"
LINKS = {"links": PartOfDossier(links.of_subject, links.erase)}


def written(number):
    """A number in every form: E.164, as one dials it, its digits, and as people type it."""
    tail = number[3:]
    pairs = [tail[place : place + 2] for place in range(1, 9, 2)]
    return [number, f"0{tail}", number[1:], tail, " ".join([f"0{tail[0]}", *pairs])]


def words():
    """All by which a reader would know Zoé."""
    found = ["Introuvable", ZOE.email, SECRET, SAID, QUOTED, HALF, ANSWERED]
    return found + [form for number in NUMBERS for form in written(number)]


def marks(root):
    """Her uid, by which her sessions stay closed for a month, and the digests of the numbers that
    she had before: lists that were frozen yesterday are compared with these."""
    paris = root["institutions"]["paris1"]
    return [ZOE.uid, *(digests.of_number(paris, number) for number in NUMBERS[:2])]


def know_at_numbers(institution):
    """Let things be kept at numbers: failures, links of erased messages, leavings."""
    numbers, kept = health.of(institution), LinkedCampaign("20260101-gone", NOW - 200 * DAY)
    institution.links = Links("ab")
    institution.links.add(7, kept)
    for place, number in enumerate(NUMBERS, 1):
        digest = digests.to_keep(institution, number)
        numbers.keep(digest, Past((tuple(Strike(NOW, "absent", 1, "c", 1, NOW)),)))
        numbers.flag(digest, Flag(NOW, "absent", 1))
        kept.keep([(place, digest)])
        kept.leave(place, NOW)
    institution.leavings.add(Leaving(NOW, "", NOW_HELD, "link"))


def know_on_own_pages(institution):
    pages, uid = institution["me"], ZOE.uid
    pages.keep_code(uid, Code(NOW_HELD, "digest", NOW))
    pages.note_times(f"code {uid}", [NOW])
    pages.note_left(uid, Undo(NOW, (("bu", tuple(Member(NOW))),)))
    pages.lose_number(uid, NOW)
    pages.ask_to_erase(uid, NOW)
    theme = institution["themes"]["bu"]
    theme.join(uid, Member(NOW, choices=(("niveau", ("L2",)),)), "2027-01-15")
    senders.noes_to(institution, "38000").leave(uid, NOW_HELD, NOW)
    for source in SOURCES:
        institution["people"].note(uid, Proof(NOW, "theme", "bu", source=source))
    institution["people"].pauses(uid, NOW + DAY)
    institution["people"].prove(uid, NOW)


def know_at_the_door(institution):
    uid = ZOE.uid
    passwords.set_password(institution, uid, "bien trop long pour se deviner")
    throttle.know(institution, uid, "192.0.2.7", NOW)
    throttle.record_failure(institution, throttle.doors(institution, uid, "192.0.2.7", NOW), NOW)
    reminders.put_away(institution, uid, "second_factor")
    daily.spend(institution, uid, 3, NOW)


def know_by_mail(institution):
    """Mails that wait, left and failed, to her and about her; one quotes a reply of a number that
    she had before."""
    place = institution.replies.add(NOW, FIRST, "38000", QUOTED)
    month, key = place
    answers = ((NOW, "chef", ANSWERED, ""),)
    institution.replies.change(place, answers=answers)
    box = outbox.outbox_of(institution)
    link = forwarded.link_to(institution, (month, key), "https://sms.example")
    quoted = (("who", "Une personne"), ("text", QUOTED), ("link", link))
    for state in ("waiting", LEFT, FAILED):
        settled = {"state": state, "settled_at": NOW}
        box.add(Mail(NOW, forwarded.KIND, "anne@u.example", quoted, uid="chef", **settled))
        box.add(Mail(NOW, "report", ZOE.email, (("text", SECRET),), uid=ZOE.uid, **settled))
        told = (("text", f"Pour {ZOE.name}"),)
        box.add(Mail(NOW, "report", "anne@u.example", told, uid="chef", **settled))


def know_by_others(institution):
    """Let others have typed, been shown by a directory, and brought: her number among it."""
    for number in NUMBERS[1:]:
        typed = "\n".join(("06 39 98 00 03", *written(number)))
        form = unsent_forms.UnsentForm("/", "compose", "", (("numbers", typed),))
        unsent_forms.save(institution, "chef", form, NOW, f"2027-{number[-3:]}".title)
    directory = institution["directories"].add("ldap", DirectoryConnection("LDAP", "ldap"))
    directory.found = (1, 1, 1, ((ZOE.uid, ZOE.name, NOW_HELD),))
    query = directory.add("l2", DirectoryQuery("L2"))
    query.keep([ZOE.uid, "chef"], NOW)
    query.counted, query.numberless = (NOW, 1, 1), ((ZOE.uid, ZOE.name), ("chef", "Anne Chef"))
    make_draft(institution, title="Liste", audience=(("number", NOW_HELD),))
    brought = f"numéro;nom\n{NOW_HELD};{ZOE.name}".encode()
    intake.read(intake.receive(chief(institution), "liste.csv", brought, NOW))


def know_by_news(root, institution, reference):
    """News that wait on connections, of the institution and shared."""
    shared = make_connection(root, "consortium")
    for connection in (institution["brokers"]["fake"], shared):
        news = Receipt(f"id-{SECRET}", "delivered", reference, NOW_HELD)
        parking.park(connection, news, NOW)
        inbox.put(connection, [Receipt("id", "failed", reference, NOW_HELD)], NOW)
        key = (NOW_HELD, "38000", 7, 2)
        connection.kept("parts")[key] = (NOW, NOW, ((1, "utf-8", HALF),))
    root.replies.add(NOW, NOW_HELD, "36000", SAID)


def populate(root, institution):
    make_person(institution, "namesake", "Zoé Autre", mobile(6100))
    furnish(institution)
    people = institution["people"]
    people.renumber(ZOE.uid, FIRST)
    know_at_numbers(institution)
    people.renumber(ZOE.uid, SECOND)
    there = make_recipient(6002, ZOE.name)
    sent = make_release(institution, [make_recipient(1), there], text="Bonjour [nom]")
    entries.enter(root, sent.path)
    people.renumber(ZOE.uid, NOW_HELD)
    know_on_own_pages(institution)
    know_at_the_door(institution)
    know_by_mail(institution)
    know_by_others(institution)
    campaign = make_message(institution)
    for fields in ({"alone": True}, {"title": "Pour Zoé Introuvable"}, {"closed": False}):
        make_message(institution, **fields)
    know_by_news(root, institution, f"{campaign.__name__}.2")
    institution.audit.seal()


def erase(root, institution):
    subject = of_person(institution, ZOE.uid)
    record = erasures.begin(chief(institution), subject, NOW, refuses=False)
    transaction.commit()
    path = f"/institutions/paris1/erasures/{record.__name__}"
    while erasures.advance(root, path, LINKS, NOW):
        transaction.commit()
    return record


def over(institution):
    """End the messages that are under way."""
    for campaign in institution["campaigns"].values():
        if campaign.state == "sending":
            for state in ("sent", "closed"):
                campaign.become(state)
        institution["brokers"]["fake"].open.discard(campaign.path)


def left(connection, raw, sought):
    transaction.commit()
    connection.db().pack()
    return [word for word in sought if word.encode() in raw()]


def test_all_that_can_be_known_of_somebody_is_gone_from_the_packed_file(filed, caplog):
    caplog.set_level(0)
    connection, raw = filed
    root = make_root(connection)
    institution = make_house(root)
    transaction.commit()
    populate(root, institution)
    transaction.commit()
    sought = words()
    dialled = written(FIRST)
    absent = {word for word in [*sought, *marks(root)] if word.encode() not in raw()}
    assert absent <= {dialled[1], dialled[4]}
    record = erase(root, institution)
    assert record.state == "waiting"
    [told] = [name for name, mail in institution.outbox.waiting() if mail.kind == ERASED]
    institution.outbox.remove(told)  # as when it has left (services.mail.line)
    over(institution)
    night(root, NOW + DAY + 1)
    assert record.state == "done"
    assert left(connection, raw, sought) == []
    for nights in (2, 3, MONTH):
        night(root, NOW + nights * DAY)
    assert left(connection, raw, marks(root)) == []
    assert [one.title for one in institution["campaigns"].values()].count("Retrait") == 3
    assert b"Anne Chef" in raw()
    assert [word for word in sought if word in caplog.text] == []


def age(root, now):
    """A whole night, as a worker has it."""
    night(root, now)
    while audit_journals.forget_some(root, "paris1", now):
        pass
    after = ""
    while after is not None:
        after = retention.erase_some(root, "paris1", after, now)


def test_without_an_erasure_all_of_it_goes_by_its_age_once_they_are_taken_out(filed):
    connection, raw = filed
    root = make_root(connection)
    institution = make_house(root)
    transaction.commit()
    populate(root, institution)
    enrolment.remove(chief(institution), ZOE.uid, NOW)
    institution.audit.seal()
    over(institution)
    transaction.commit()
    for days in (1, 2, 40, 100, 200, 400, YEARS, YEARS + 1, YEARS + 40):
        age(root, NOW + days * DAY)
    assert left(connection, raw, [*words(), *marks(root)]) == []
