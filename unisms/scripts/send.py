"""``unisms send``: a message, or a message to the people of a file, from the command line."""

import sys
import time
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import click

from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign
from unisms.model.root import institution_of
from unisms.scripts import following
from unisms.scripts.opening import (
    Refused,
    config_option,
    in_transaction,
    initialised,
    json_option,
    opened,
    show_json,
)
from unisms.scripts.selection import facts, nobody, receive
from unisms.scripts.sentences import of_draft, of_sending, sentence
from unisms.scripts.summary import show
from unisms.scripts.wish import (
    account_name,
    chosen,
    connection_path,
    left_out,
    refuse_lacking,
    template_named,
    timing_of,
    wish_of,
)
from unisms.scripts.wish_options import wish_options
from unisms.scripts.wish_texts import titled, wordings_of
from unisms.services.alerts import machines
from unisms.services.approvals import approvals
from unisms.services.audience import audience, kinds
from unisms.services.audience.kinds import IMPORT, NUMBER
from unisms.services.audience.sentences import of_check
from unisms.services.campaigns import checks, drafts, guards, refusals
from unisms.services.campaigns.manuscripts import Draft
from unisms.services.ground.problem import Problem
from unisms.services.links import endings
from unisms.services.rights import rights
from unisms.sms import msisdn, origins, states
from unisms.sms.purposes import EMERGENCY
from unisms.tasks import outside

WAITS_FOR_CLICK = 6  # the exit code


@click.command()
@config_option
@wish_options
@click.option("--dry-run", is_flag=True, help="Show the check, and send and keep nothing.")
@click.option(
    "--wait", is_flag=True, help="Follow with a bar until the end; the exit code is then 0 or 5."
)
@click.option(
    "--timeout",
    default=600,
    show_default=True,
    help="Seconds to wait; the campaign itself goes on.",
)
@json_option
def send(config, dry_run, wait, timeout, as_json, **options):
    """Send a message to numbers, people, groups, or the people in a file.

    The check is shown first: who gets it, who is set aside and why, what it costs. A worker then
    hands it over.

    \b
    Examples:
      unisms send --institution pantheon --as zlefevre --account scolarite \\
          --to 0639980001 --to group:l2-histoire --text "Cours déplacé en amphi 2A" --dry-run
      unisms send --institution pantheon --as abenali --account scd \\
          --template bibliotheques/retard-pret --file loans.csv \\
          --number-column Mobile --number-column "Tél. domicile" \\
          --where "Catégorie is Etudiant L|Etudiant M" --where "Date retour prévue days-before 1" \\
          --key-column "N° lecteur" --wait
      date | unisms send --institution anges --as admin --account scd --to 0639980001 \\
          --text - --json

    \b
    A rule is COLUMN WORD VALUE:
      is, is not          one of several values, between |
      contains            a part of the cell
      filled, blank       no value
      days-before N       the date is N days before today; days-after N: after
      longer-ago N        the date is more than N days ago; since N: less
      days-apart N OTHER  at least N days from this date to that of the column OTHER
    """
    wish = wish_of(options)
    with opened(config) as worker:
        told = (_try if dry_run else _send)(worker, wish)
        if not as_json:
            show(told, dry_run)
        if wait and not dry_run and "awaits_click" not in told:
            told["result"] = following.follow(worker, told["path"], timeout)
            if not as_json:
                click.echo(following.sentence(told["result"]))
    if as_json:
        show_json(told)
    sys.exit(exit_code(told))


def _try(worker, wish):
    def look(answers):
        read = partial(tried, wish=wish, answers=answers)
        return in_transaction(worker, read, keep=False)

    return asked(worker, look)


def _send(worker, wish):
    told = asked(worker, lambda answers: initialised(worker, sent, wish, answers))
    if "awaits_click" not in told:
        worker.enqueue("deliver", told["connection"])
    return told


class Unanswered(Exception):
    """Outsiders know a part of the audience; ``questions`` are those to ask them."""

    def __init__(self, questions):
        super().__init__(questions)
        self.questions = questions


def asked(worker, act):
    """Return ``act(answers)``, a transaction that begins anew with the answers of outsiders.

    They are asked with no transaction open, and once: no audience changes so often.

    :raises Refused: what is to be asked changed meanwhile.
    """
    try:
        return act({})
    except Unanswered as first:
        answers = outside.answers(worker.registry, first.questions)
    try:
        return act(answers)
    except Unanswered:
        raise Refused("The audience changed while it was asked for. Nothing was sent.") from None


def exit_code(told):
    if "awaits_click" in told:
        return WAITS_FOR_CLICK
    if "result" in told:
        return following.exit_code(told["result"])
    return 3 if told["check"]["missing_credit"] or not told["check"]["recipients"] else 0


def tried(connection, wish, answers):
    """Return what the check of this wish says; the caller takes everything back.

    :raises Unanswered: outsiders must be asked first.
    """
    from unisms.model.evolve import NotInitialised, get_root

    try:
        campaign = composed(get_root(connection), wish, answers, int(time.time()))
    except NotInitialised:
        raise Refused("Nothing is stored yet. Make a demonstration: unisms demo") from None
    return told_of(campaign)


def told_of(campaign):
    """Return the facts of a check, for the summary and for JSON."""
    check = checks.check_of(campaign)
    languages = [share._asdict() for share in check.languages]
    return {
        "check": check._asdict() | {"languages": languages},
        "files": facts(campaign, today(campaign)),
        "assumed": assumed(campaign),
        "as_typed": list(audience.strays_of(campaign)),
    }


def sent(root, wish, answers):
    """Compose, check and release; return the facts of it.

    :raises Refused: credit, rights or an empty audience forbid it.
    :raises Unanswered: outsiders must be asked first.
    """
    now = int(time.time())
    campaign = composed(root, wish, answers, now)
    check = checks.check_of(campaign)
    if machines.waits(campaign) and check.recipients:
        told = {"path": campaign.path, "awaits_click": machines.tell(campaign, now)}
        return {**told, **told_of(campaign)}
    try:
        sender = rights.person(institution_of(campaign), wish.author)
        reasons = approvals.go(sender, campaign, now)
    except approvals.NobodyDecides:
        raise Refused(sentence(Problem("send", "nobody_decides"))) from None
    except refusals.REFUSALS as refusal:
        problem = refusals.problem_of(refusal, "send", campaign)
        told = of_sending(problem, wish.author, campaign.account, check)
        raise Refused(told) from None
    awaited = [sentence(Problem("approval", *reason)) for reason in reasons]
    at = campaign.wanted.at.replace("T", " ") if campaign.state == states.SCHEDULED else ""
    places = {"path": campaign.path, "connection": campaign.connection, "leaves_at": at}
    told = {**places, **told_of(campaign)}
    return {**told, "awaits_approval": awaited} if awaited else told


def assumed(campaign):
    """Return the foreign numbers that were typed without their plus: ``{as typed: as read}``."""
    country = institution_of(campaign).country
    typed = [name for kind, name in campaign.audience if kind == NUMBER]
    readings = {name: msisdn.read(name, country) for name in typed}
    return {name: one.msisdn for name, one in readings.items() if one.assumed}


def today(campaign):
    """The day it is at the institution."""
    return datetime.now(ZoneInfo(institution_of(campaign).time_zone)).date()


def composed(root, wish, answers, now):
    """Return a checked campaign of what is wished, with the ``answers`` of outsiders.

    :raises Refused: it cannot be one.
    :raises Unanswered: outsiders must be asked first.
    """
    author = sender_of(root, wish)
    wanted = draft_of(author, wish, now)
    campaign = drafts.write(author, wanted, now=now)
    if not isinstance(campaign, Campaign):
        columns = kinds.columns_for(author, wanted.audience)
        raise Refused("\n".join(of_draft(one, columns) for one in campaign))
    campaign.origin = origins.COMMAND
    drafts.submit(campaign)
    if unanswered := guards.prepare(root, campaign.path, now, answers):
        raise Unanswered(unanswered)
    if campaign.state != states.CHECKED:
        raise Refused(stopped(campaign))
    return campaign


def stopped(campaign):
    """Return why the check of a campaign stopped."""
    problems = of_check(campaign.problem)
    if problems[0].code in ("dates_unread", "empty_audience"):
        return nobody(facts(campaign, today(campaign)))
    return " ".join([*map(sentence, problems), "Nothing was sent."])


def draft_of(author, wish, now):
    """Return the ``Draft`` that is wished; a file of it is received."""
    institution = author.institution
    template = template_named(institution, wish.template)
    text, wording = wordings_of(institution, wish, template.text if template else "")
    purpose = template.purpose if template else ()
    pairs = [pair for who in wish.to for pair in chosen(author, who)]
    if wish.selection:
        pairs.append((IMPORT, receive(author, wish.selection, now)))
    return Draft(
        title=wish.title or titled(text, wording),
        text=text,
        audience=tuple(pairs),  # a number that receives nothing is set aside, and told
        account=account_name(institution, wish.account),
        connection=connection_path(institution, wish.connection),
        sender_id=wish.sender_id,
        urgent=wish.urgent,
        purpose=(EMERGENCY,) if wish.emergency else purpose,
        reason=wish.emergency,
        leaving_link=wish.leaving_link,
        country=institution.country,
        minus=left_out(author, wish),
        once=wish.once,
        wording=wording,
        timing=timing_of(wish),
    )


def sender_of(root, wish):
    """Return the author as who acts, once it is sure that they may do this.

    :raises Refused: there is no such institution, or the author's roles do not allow it.
    """
    institution = root["institutions"].get(wish.institution)
    if institution is None:
        known = ", ".join(root["institutions"]) or "none"
        raise Refused(f"There is no institution {wish.institution}; there is: {known}.")
    author = rights.person(institution, wish.author)
    needed = [Permission.CAMPAIGN_COMPOSE]
    needed += [Permission.IMPORT_FILE] if wish.selection else []
    needed += [Permission.CAMPAIGN_URGENT] if wish.urgent else []
    needed += [Permission.CAMPAIGN_EMERGENCY] if wish.emergency else []
    refuse_lacking(author, *needed)
    if wish.leaving_link and not endings.can_be_sent(institution):
        raise Refused("A link needs an address: set unisms.public_url, or unisms.hosts.")
    return author
