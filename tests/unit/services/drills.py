"""Alerts prepared and launched, for tests of all that follows."""

from factories import NOW
from left_out import FAKE

from unisms.model.alerts import REAL, PreparedAlert
from unisms.services.alerts import endings, launches
from unisms.services.approvals import approvals
from unisms.services.delivery import claims
from unisms.sms import states
from unisms.testing.factories import someone

GROUP = (("group", "l2"),)


def prepare(institution, title="Évacuation", **fields):
    """Return an alert of an institution of the house."""
    alert = PreparedAlert(title, NOW)
    given = {"text": "Sortez.", "pairs": GROUP, "account": "scd", "connection": FAKE}
    for name, value in (given | fields).items():
        setattr(alert, name, value)
    return institution["alerts"].add(title.lower(), alert)


def launch(institution, alert, mode=REAL, now=NOW, uid="lib", **options):
    """Return the campaign that it becomes, checked, with its reason."""
    campaign = launches.launch(someone(institution, uid), alert, now, mode=mode, **options)
    endings.prepare(institution.__parent__.__parent__, campaign.path, now)
    launches.give_reason(campaign, "Fumée au sous-sol")
    return campaign


def left(institution, alert, takes=100, **options):
    """Return it sent, its first messages in the hands of the operator."""
    campaign = launch(institution, alert, **options)
    approvals.go(someone(institution), campaign, NOW)
    claims.claim_batch(institution.__parent__.__parent__, FAKE, takes, "m", NOW)
    for number in [number for claim in campaign.handover.claims for number in claim[0]]:
        taken = campaign.row(number).moved(states.ACCEPTED, NOW)
        campaign.write(number, taken._replace(accepted_at=NOW))
    campaign.handover.claims = ()
    return campaign


def mailed(institution, kind):
    """Return to whom the mails of a kind are, of those that wait."""
    found = institution.outbox.waiting() if institution.outbox else ()
    return sorted(mail.to.partition("@")[0] for _, mail in found if mail.kind == kind)
