"""All that an institution may know about one person, Zoé Introuvable."""

from factories import NOW, make_group, make_person, make_recipient, make_release, mobile

from unisms.model import digests, health
from unisms.model.health import Flag, Past, Strike
from unisms.model.leavings import Leaving, Leavings
from unisms.model.registers import Register
from unisms.model.roles import PERSON
from unisms.model.themes import Member, Theme
from unisms.services.dossiers.subjects import Subject
from unisms.services.ground.outbox import post
from unisms.services.people import consent, unsent_forms
from unisms.services.register import changes
from unisms.services.register.changes import Facts, PersonChange, Remark
from unisms.services.rights import rights
from unisms.sms import states

ZOE = Subject("zintrouvable", "Zoé Introuvable", "zoe.introuvable@u.example", mobile(4242))
SECRET = "Le dossier de Zoé Introuvable est prêt"
SAID = "Merci, je viens demain à neuf heures"


def chief(institution):
    return rights.person(institution, "chef")


def furnish(institution):
    make_person(institution, "chef", "Anne Chef", mobile(1))
    institution.grants.give(f"{PERSON}chef", "administrator")
    make_person(institution, ZOE.uid, ZOE.name, ZOE.msisdn, ZOE.email)
    make_group(institution, "l2", 0).uids.add(ZOE.uid)
    theme = institution["themes"].add("bu", Theme("Bibliothèque"))
    theme.join(ZOE.uid, Member(NOW), "2027-01-15")
    consent.accept(chief(institution), ZOE.uid, NOW, noted=True)
    institution.replies.add(NOW, ZOE.msisdn, "38000", SAID)
    institution.replies.add(NOW, mobile(1), "38000", "Autre chose")
    post(institution, "number_wrong", ZOE.email, {"name": ZOE.name}, NOW, uid=ZOE.uid)
    post(institution, "number_wrong", "autre@u.example", {}, NOW, uid="chef")
    institution.leavings = Leavings()
    institution.leavings.add(Leaving(NOW, ZOE.uid, ZOE.msisdn, "reply"))
    institution.leavings.add(Leaving(NOW, "", mobile(1), "reply"))
    numbers = health.of(institution)
    digest = digests.of_number(institution, ZOE.msisdn)
    numbers.keep(digest, Past((tuple(Strike(NOW, "absent", 1, "c", 1, NOW)),)))
    numbers.flag(digest, Flag(NOW, "absent", 1))
    form = unsent_forms.UnsentForm("/", "compose", "", (("text", "Un brouillon"),))
    unsent_forms.save(institution, ZOE.uid, form, NOW, "20261130-abcd".title)
    register = Register("Étudiants", "", "liste.csv", "chef", NOW)
    institution["registers"].add("20270115-abcd", register)
    after = Facts(ZOE.name, ZOE.email, ZOE.msisdn)
    remarks = [Remark("shared", "same_number", 3, "autre", "Une Autre", f"x, {ZOE.uid}")]
    changes.keep(register, [PersonChange("new", 2, ZOE.uid, after=after)], remarks)
    return institution


def make_message(institution, *, closed=True, alone=False, title="Retrait", **fields):
    """A message to Zoé, and to Anne unless it is to her ``alone``."""
    zoe = make_recipient(4242, ZOE.name)._replace(values=(SECRET,))
    recipients = [zoe] if alone else [make_recipient(1, "Anne Chef"), zoe]
    campaign = make_release(institution, recipients, title=title, text="Bonjour [nom]", **fields)
    campaign.audience = (("person", ZOE.uid), ("group", "l2"))
    if closed:
        for number, row in list(campaign.stored_rows()):
            campaign.write(number, (row[0], states.DELIVERED, "a", 1, NOW, None))
        campaign.become(states.SENT)
        campaign.become(states.CLOSED)
    campaign.list_anew()
    return campaign
