"""A message to a group with its mails, from the draft to the outbox."""

from factories import NOW, make_draft, make_group, make_house, make_person, mobile

from unisms.model.folder import root_of
from unisms.model.mail_copies import MailCopy
from unisms.services.campaigns import drafts, guards, releases
from unisms.services.copies import letters, posts
from unisms.services.mail.envelopes import MailMaker
from unisms.sms import states
from unisms.testing.factories import someone

MAKERS = {"campaign.copy": MailMaker(letters.write, posts.note)}
PEOPLE = 4


def house(root):
    """An institution whose group ``l2`` has people with addresses, one without a number."""
    institution = make_house(root)
    make_group(institution, people=PEOPLE)
    for number in range(PEOPLE):
        institution["people"].readdress(f"l2-{number}", f"l2-{number}@univ.fr")
    make_person(institution, "fixe", "Sans Mobile", "", "fixe@univ.fr")
    make_person(institution, "rien", "Sans Rien", mobile(77))
    make_person(institution, "lib", "Lise B.", email="lise@univ.fr")
    institution["groups"]["l2"].uids.update(("fixe", "rien"))
    return institution


def checked(institution, to=("recipients",), subject="", body="", **fields):
    """A checked message to the group."""
    copy = MailCopy(tuple(to), subject, body)
    given = {"audience": (("group", "l2"),), "text": "Bonjour [nom]", "mail_copy": tuple(copy)}
    campaign = make_draft(institution, **{**given, **fields})
    drafts.submit(campaign)
    guards.prepare(root_of(institution), campaign.path, NOW)
    assert campaign.state == states.CHECKED, campaign.problem
    return campaign


def released(institution, *args, **fields):
    campaign = checked(institution, *args, **fields)
    releases.release(someone(campaign), campaign, NOW)
    return campaign


def handed(campaign, *numbers, state=states.ACCEPTED, cause=None):
    """Let the messages of these rows, or of all that wait, leave."""
    for number, row in [*campaign.stored_rows()]:
        if row[1] == states.QUEUED and (not numbers or number in numbers):
            campaign.write(number, campaign.row(number).moved(states.ACCEPTED, NOW))
            if state != states.ACCEPTED:
                campaign.write(number, campaign.row(number).moved(state, NOW, cause))


def write(campaign, now=NOW):
    """Write all mails that may be written now; return the addresses in the outbox."""
    while posts.post(root_of(campaign), campaign.path, now):
        pass
    return addresses(campaign)


def addresses(campaign):
    box = root_of(campaign)["institutions"]["paris1"].outbox
    return sorted(mail.to for _, mail in box.waiting()) if box is not None else []
