"""The names of campaigns, with which the references of their messages begin."""

from unisms.model.authored import Authored
from unisms.model.campaigns import Campaign
from unisms.model.folder import dated_name
from unisms.model.root import Institution


def free_name(institution: Institution, now: int) -> str:
    """Return a name for a new campaign that no institution uses for another.

    If institutions share a connection, the references of messages begin with this name, and nothing
    else tells whose the news are. The other institutions are looked at, never written to.
    """
    return dated_name(institution["campaigns"], now, campaigns_of_all(institution))


def campaigns_of_all(institution: Institution) -> list[Authored[Campaign]]:
    """Return the folders of campaigns of every institution."""
    return [other["campaigns"] for other in institution.__parent__.values()]
