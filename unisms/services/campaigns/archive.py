"""Files of campaigns and messages in an institution's archive."""

from collections.abc import Iterator

from unisms.model.root import Institution
from unisms.model.rows import known
from unisms.services.ground.facts import Facts, facts

ROW = ("msisdn", "state", "ids", "segments", "changed_at", "cause")  # told of a message


def campaigns(institution: Institution) -> Iterator[Facts]:
    """Yield each campaign with its history."""
    for name, campaign in institution["campaigns"].items():
        yield facts(campaign, name=name, history=[event._asdict() for event in campaign.events()])


def messages(institution: Institution) -> Iterator[Facts]:
    """Yield each message: whose it is, and what became of it."""
    for name, campaign in institution["campaigns"].items():
        for number, row in campaign.stored_rows():
            who, source, *values = campaign.values(number)
            told = {
                "campaign": name,
                "number": number,
                "who": who,
                "source": source,
                "values": values,
            }
            told["repeats"] = campaign.repeated(number)
            yield told | dict(zip(ROW, known(row), strict=False))
