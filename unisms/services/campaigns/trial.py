"""A trial: the longest text of a checked campaign, sent to whoever asks, as a campaign of one."""

from unisms.model.accounts import AccountClosed, NotEnoughCredit
from unisms.model.root import institution_of
from unisms.services.audience.kinds.persons import PERSON, recipient_of
from unisms.services.campaigns import checks, drafts, guards, releases
from unisms.services.ground import lives
from unisms.services.rights import daily, rights


class Unfit(Exception):
    """The person cannot be written to; ``cause`` says why (``sms.causes``)."""

    def __init__(self, cause):
        super().__init__(cause)
        self.cause = cause


def release(root, campaign, uid, found, now, *, title, text, segments):
    """Send ``text``, of so many ``segments``, to the person called ``uid`` by the way that
    ``campaign`` would go; return the trial.

    ``found`` are the roles of that person (``rights.held``). Whatever is refused is refused before
    anything is written.

    :raises Unfit: the person's own number is not to be written to.
    :raises BeyondLimit: the person may not send this now.
    :raises AccountClosed, NotEnoughCredit, Outdated, StoreHeld: as ``releases.release``.
    """
    institution = institution_of(campaign)
    lives.refuse_held(root)
    rights.stand_on(institution)
    _refuse_unfit(institution, uid)
    account = releases.payer_of(campaign)
    if account.closed:
        raise AccountClosed
    releases.connection_of(campaign)
    guards.refuse_trial(institution, found, uid, campaign.account, segments, now)
    if segments > account.available:
        raise NotEnoughCredit(segments - account.available)
    trial = _drafted(institution, campaign, uid, now, title, text)
    drafts.submit(trial)
    checks.prepare(root, trial.path, now)
    releases.release(trial, uid, now)
    daily.spend(institution, uid, trial.counted("segments"), now)
    return trial


def _refuse_unfit(institution, uid):
    cause = recipient_of(institution, uid, ()).cause
    if cause is not None:
        raise Unfit(cause)


def _drafted(institution, campaign, uid, now, title, text):
    drafted = drafts.draft(
        institution,
        uid,
        now=now,
        title=title,
        text=text.replace("[", "[["),
        audience=((PERSON, uid),),
        account=campaign.account,
        connection=campaign.connection,
        sender_id=campaign.sender_id,
        urgent=False,
        on_doubt="hold",
        plain_values=False,
    )
    drafted.trial = True
    return drafted
