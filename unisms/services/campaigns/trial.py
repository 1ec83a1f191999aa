"""A trial: the longest text of a checked campaign, sent to whoever asks, as a campaign of one."""

from unisms.model.accounts import AccountClosed, NotEnoughCredit
from unisms.model.campaigns import Campaign
from unisms.model.folder import root_of
from unisms.model.root import Institution
from unisms.services.audience.kinds import PERSON, recipient_of
from unisms.services.campaigns import checks, drafts, guards, releases
from unisms.services.exclusions.judges import Judge
from unisms.services.ground import lives
from unisms.services.ground.actor import Actor
from unisms.services.ground.problem import Sentence
from unisms.services.people.consent import Reader
from unisms.services.rights import daily, rights
from unisms.services.rules.sentences import OF_CAUSES

NO_TRIAL = Sentence("L'essai n'est pas parti")
UNWANTED = Sentence("D'après vos préférences, vous ne recevez pas de messages.", headline=NO_TRIAL)

#: the sentences of a trial that its own sender cannot receive
OF_TRIALS = {
    ("send", "no_number"): Sentence(
        "L'essai irait à votre propre numéro de mobile. Faites-le ajouter à votre fiche.",
        headline=Sentence("Votre fiche n'a pas de numéro"),
    ),
    **{
        ("send", f"unfit_{cause}"): sentence._replace(headline=NO_TRIAL)
        for (_, cause), sentence in OF_CAUSES.items()
    },
    **{("send", f"unfit_{cause}"): UNWANTED for cause in ("no_consent", "opt_out", "paused")},
}


class Unfit(Exception):
    """The person cannot be written to; ``cause`` says why (``sms.causes``)."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


def release(
    actor: Actor, campaign: Campaign, now: int, *, title: str, text: str, segments: int
) -> Campaign:
    """Send ``text`` to ``actor`` by the way that ``campaign`` would go; return the trial.

    ``text`` has so many ``segments``. A refusal comes before anything is written.

    :raises Unfit: their own number is not to be written to.
    :raises BeyondLimit: they may not send this now.
    :raises AccountClosed, NotEnoughCredit, Outdated, StoreHeld: as ``releases.release``.
    """
    institution, root = actor.institution, root_of(campaign)
    lives.refuse_held(root)
    rights.stand_on(institution)
    _refuse_unfit(institution, actor.uid, now)
    account = releases.payer_of(campaign)
    if account.closed:
        raise AccountClosed
    releases.connection_of(campaign)
    guards.refuse_trial(actor, campaign.account, segments, now)
    if segments > account.available:
        raise NotEnoughCredit(segments - account.available)
    trial = _drafted(actor, campaign, now, title, text)
    drafts.submit(trial)
    checks.prepare(root, trial.path, now)
    releases.release(actor, trial, now)
    daily.spend(institution, actor.uid, trial.counted("segments"), now)
    return trial


def _refuse_unfit(institution: Institution, uid: str, now: int) -> None:
    """A trial is a message of service, whatever the purpose of the message that is tried."""
    cause = Judge(Reader(institution, (), now)).one(recipient_of(institution, uid, ())).cause
    if cause is not None:
        raise Unfit(cause)


def _drafted(actor: Actor, campaign: Campaign, now: int, title: str, text: str) -> Campaign:
    drafted = drafts.draft(
        actor,
        now=now,
        title=title,
        text=text.replace("[", "[["),
        audience=((PERSON, actor.uid),),
        account=campaign.account,
        connection=campaign.connection,
        sender_id=campaign.sender_id,
        urgent=False,
        on_doubt="hold",
        plain_values=False,
    )
    drafted.trial = True
    return drafted
