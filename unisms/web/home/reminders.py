"""Reminders of the first page, which stay until they are put away: first steps, and bad numbers."""

from typing import NamedTuple

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.root import Institution, Root
from unisms.services.audience.kinds import file_names
from unisms.services.people import reminders, strikes
from unisms.sms import states

SINCE = 30 * 86400  # seconds that numbers are told of
COUNTED = 60  # of the messages that were sent lately: their rows are looked at
SHOWN = 5  # numbers
#: permission of somebody -> name of the line of their first visit; the first one counts
FIRST = (
    ((Permission.PERSON_MANAGE, Permission.ROLE_MANAGE), "administers"),
    ((Permission.IMPORT_FILE, Permission.CAMPAIGN_COMPOSE), "files"),
    ((Permission.CAMPAIGN_COMPOSE,), "writes"),
    ((Permission.ACCOUNT_MANAGE,), "accounts"),
)
OPERATES = "operates"


class Wrong(NamedTuple):
    """A number to be corrected."""

    strike: strikes.SilentNumber
    #: the owners of the number in the directory, if this person may correct it; else nobody
    people: list


@view_config(
    context=Institution, name="put-away", request_method="POST", permission=Permission.OWN_PAGES
)
@view_config(context=Root, name="put-away", request_method="POST", permission=Permission.OPERATE)
def put_away(holder, request):
    """Remind this person no more of one thing, which concerns neither others nor the journal."""
    reminders.put_away(holder, request.actor.uid, request.POST.get("what", ""))
    return HTTPSeeOther(request.resource_path(holder))


def first_line(institution, request):
    """Return the name of the line that tells this person what to do first; empty once put away."""
    found = (
        name
        for needed, name in FIRST
        if all(request.has_permission(one, institution) for one in needed)
    )
    return _unless_put_away(institution, request, next(found, ""))


def first_line_of_operator(root, request):
    return _unless_put_away(root, request, OPERATES)


def _unless_put_away(holder, request, name):
    return name if f"first:{name}" not in reminders.kept(holder, request.actor.uid) else ""


def wrong_numbers(institution, request, seen):
    """Return the latest of the numbers that receive nothing, and the count of the others.

    They are for a viewer who can correct them: numbers of the directory, or of their own files.
    ``seen`` are pairs of name and ``Listed`` of the last messages that this person sees.
    """
    corrects = request.has_permission(Permission.PERSON_MANAGE, institution)
    uploads = request.has_permission(Permission.IMPORT_FILE, institution)
    if not corrects and not uploads:
        return [], 0
    gone, people = reminders.kept(institution, request.actor.uid), institution["people"]
    found = []
    for strike in strikes.latest(_sent_lately(institution["campaigns"], request.now, seen)):
        uids = people.with_number(strike.msisdn) if corrects else ()
        if strike.place not in gone and (uids or (uploads and _is_of_own_file(strike, request))):
            found.append(Wrong(strike, [people[uid] for uid in uids]))
    return found[:SHOWN], len(found[SHOWN:])


def _sent_lately(folder, now, seen):
    """The last of them that were sent, trials too: they have a number as well."""
    lately = sorted(((one.at, name) for name, one in seen if _is_sent(one, now)), reverse=True)
    return (folder[name] for _, name in lately[:COUNTED])


def _is_sent(told, now):
    return told.at > now - SINCE and states.STAGES[told.state].released


def _is_of_own_file(strike, request):
    """Whether who looks has uploaded the file that the number is from."""
    brought = file_names(strike.campaign.audience)
    return brought and strike.campaign.author == request.actor.uid
