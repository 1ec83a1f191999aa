"""The messages of one person, told; and those that they have written."""

from collections.abc import Iterator

from unisms.model.root import Institution
from unisms.services.delivery import claims
from unisms.services.dossiers.owners import owners
from unisms.services.dossiers.subjects import Subject
from unisms.services.ground.facts import Facts


def messages(institution: Institution, subject: Subject) -> Iterator[Facts]:
    """Yield each message to this person, with its text, its sender and its end."""
    rows_of = owners(institution, subject).rows_of
    for name, campaign in institution["campaigns"].items():
        if campaign._p_jar is not None:  # the rows of years do not all fit into memory at once
            campaign._p_jar.cacheGC()
        numbers = rows_of(campaign)
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
        told = {"campaign": name, "title": campaign.title, "text": "\n\n".join(campaign.texts)}
        yield {**told, "state": campaign.state, "at": campaign.sent_at or campaign.created_at}
