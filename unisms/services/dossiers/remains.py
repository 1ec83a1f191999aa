"""The things that stay when somebody is erased, each with its reason: codes for the page."""

from unisms.model.root import Institution
from unisms.services.dossiers.owners import owners
from unisms.services.dossiers.subjects import Subject
from unisms.services.people import enrolment
from unisms.services.rights import rights
from unisms.sms import states

#: each has its sentence in the pages
REFUSAL, ACCOUNTS, UNDER_WAY = "refusal", "accounts", "under_way"
WRITTEN, ACTS, FILES, DIGESTS, BACKUPS = "written", "acts", "files", "digests", "backups"
IDENTIFIER = "identifier"


def of(institution: Institution, subject: Subject, *, refuses: bool) -> tuple[str, ...]:
    """Return the codes of what stays of a person, in the order of the page.

    ``refuses``: whether a digest of their number is kept, so that nobody writes to it.
    """
    people, uid = institution["people"], subject.uid
    is_refused = people.refused_at(subject.msisdn) > 0
    wrote = bool(uid) and enrolment.is_author(institution, uid)
    has_role = bool(uid) and bool(rights.held(institution, uid))
    stays = {
        REFUSAL: bool(subject.msisdn) and (refuses or is_refused),
        ACCOUNTS: True,
        UNDER_WAY: _is_under_way(institution, subject),
        WRITTEN: wrote,
        ACTS: wrote or has_role,
        IDENTIFIER: bool(uid),
        FILES: len(institution["imports"]) > 0,
        DIGESTS: True,
        BACKUPS: True,
    }
    return tuple(code for code, does in stays.items() if does)


def _is_under_way(institution: Institution, subject: Subject) -> bool:
    campaigns, rows_of = institution["campaigns"].values(), owners(institution, subject).rows_of
    return any(rows_of(one) for one in campaigns if states.STAGES[one.state].is_open)
