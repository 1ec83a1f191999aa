"""The messages of one person: rows found in campaigns, told, and blanked."""

from collections.abc import Iterator

from unisms.model.campaigns import Campaign
from unisms.model.root import Institution
from unisms.model.rows import MSISDN
from unisms.services.delivery import claims
from unisms.services.dossiers.subjects import Subject
from unisms.services.ground.facts import Facts


def numbers_of(campaign: Campaign, subject: Subject) -> list[int]:
    """Return the numbers of the rows that are to this person: by their number, or by their uid."""
    number, uid = subject.msisdn, subject.uid
    found = [place for place, row in campaign.stored_rows() if number and row[MSISDN] == number]
    if not uid or campaign.row_notes is None:
        return found
    noted = [place for place, _ in campaign.stored_rows() if campaign.uid(place) == uid]
    return sorted({*found, *noted})


def messages(institution: Institution, subject: Subject) -> Iterator[Facts]:
    """Yield each message to this person, with its text, its sender and its end."""
    for name, campaign in institution["campaigns"].items():
        numbers = numbers_of(campaign, subject)
        text_of = claims.renderer(campaign) if numbers else str
        for number in numbers:
            row = campaign.row(number)
            yield {
                "campaign": name,
                "title": campaign.title,
                "by": campaign.author,
                "account": campaign.account,
                "at": campaign.sent_at or campaign.created_at,
                "msisdn": row.msisdn,
                "state": row.state,
                "cause": row.cause or "",
                "changed_at": row.changed_at,
                "text": text_of(number),
            }


def written(institution: Institution, subject: Subject) -> Iterator[Facts]:
    """Yield each message that this person has written, without those to whom it went."""
    folder = institution["campaigns"]
    for name in folder.latest_of(subject.uid) if subject.uid else ():
        campaign = folder[name]
        told = {"campaign": name, "title": campaign.title, "text": campaign.text}
        yield {**told, "state": campaign.state, "at": campaign.sent_at or campaign.created_at}
