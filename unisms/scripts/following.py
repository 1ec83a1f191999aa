"""The progress of a campaign, for the command line: as facts, as a sentence, as a moving bar."""

import contextlib
import sys
import time

import click

from unisms.model.campaigns import Campaign
from unisms.model.folder import find
from unisms.scripts.opening import Refused
from unisms.services.delivery import progress
from unisms.sms import states

LOOK = 0.5  # seconds between two looks
OVER = states.where(waits=states.OVER) - {states.SENT} | states.where(page=states.EDIT)
NEWS_TO_COME = states.standing(is_final=False)
NOT_ARRIVED = states.UNREACHED | {states.UNCERTAIN, states.STOPPED}


def campaign_path(root, reference):
    """The path of the campaign that ``reference`` names: its path, or its name alone.

    :raises Refused: there is none, or several institutions have one of that name.
    """
    if reference.startswith("/"):
        with contextlib.suppress(KeyError, TypeError):
            if isinstance(found := find(root, reference), Campaign):
                return found.path
        raise Refused(f"There is no campaign {reference}. See: unisms campaign list")
    found = [
        institution["campaigns"][reference].path
        for institution in root["institutions"].values()
        if reference in institution["campaigns"]
    ]
    if len(found) != 1:
        several = f"Several campaigns are called {reference}: " + ", ".join(found)
        raise Refused(
            several if found else f"There is no campaign {reference}. See: unisms campaign list"
        )
    return found[0]


def facts(root, path):
    """Return the progress of the campaign at ``path`` so far, as plain values."""
    campaign = find(root, path)
    tally = progress.tally(campaign, int(time.time()))
    told = {
        "path": path,
        "title": campaign.title,
        "state": campaign.state,
        "problem": campaign.problem,
    }
    return told | tally._asdict()


def is_over(told):
    """Whether no more news is expected."""
    if told["state"] in OVER:
        return True
    return told["state"] == states.SENT and not any(told[state] for state in NEWS_TO_COME)


def sentence(told):
    """``sending · 171 delivered · 3 waiting · 2 failed``: what is nought is left out."""
    words = {
        "delivered": told["delivered"],
        "on the way": told["accepted"],
        "waiting": told["queued"],
        "failed": told["failed"],
        "expired": told["expired"],
        "uncertain": told["uncertain"],
        "stopped": told["stopped"],
        "set aside": told["set_aside"],
    }
    return " · ".join(
        [told["state"], *(f"{count:,} {word}" for word, count in words.items() if count)]
    )


def follow(worker, path, timeout):
    """Show a bar until the campaign at ``path`` is over, or ``timeout``; return its facts then."""
    told = worker.run(facts, path)
    deadline = time.monotonic() + timeout
    length = told["total"]
    with click.progressbar(
        length=length, label=path.rsplit("/", 1)[1], item_show_func=_shown, file=sys.stderr
    ) as bar:
        while True:
            bar.update(length - sum(told[state] for state in NEWS_TO_COME) - bar.pos, told)
            if is_over(told) or time.monotonic() > deadline:
                return told
            time.sleep(LOOK)
            told = worker.run(facts, path)


def _shown(told):
    return told and sentence(told)


def exit_code(told):
    """0 when everything arrived, 5 when not, or not yet."""
    return 0 if is_over(told) and not any(told[state] for state in NOT_ARRIVED) else 5
