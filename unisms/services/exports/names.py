"""The names behind the keys, in a table of their own: whatever is erased has none any more."""

from collections.abc import Iterator, Mapping
from datetime import date

from unisms.model import export_keys
from unisms.model.export_keys import ACCOUNT, BROKER, CAMPAIGN, THEME
from unisms.model.folder import look_up
from unisms.model.root import Institution, Root
from unisms.services.exports.moments import clock

INSTITUTION = "institution"
NameRow = tuple[str, int, str, date | None, str]


def small(root: Root, institution: Institution) -> Iterator[NameRow]:
    """Yield the names of an institution, its accounts, connections and themes."""
    keys = export_keys.of(institution)
    yield (INSTITUTION, 0, institution.title, None, "")
    for name, key in keys.of(ACCOUNT):
        account = institution["accounts"].get(name)
        yield (ACCOUNT, key, account.title if account is not None else "", None, "")
    for path, key in keys.of(BROKER):
        connection = look_up(root, path)
        title = connection.title if connection is not None else path.rpartition("/")[2]
        yield (BROKER, key, title, None, "")
    for name, key in keys.of(THEME):
        theme = institution["themes"].get(name)
        known = (theme.title, None, theme.title_en) if theme is not None else ("", None, "")
        yield (THEME, key, *known)


def of_campaigns(
    institution: Institution, names: Mapping[str, int], untold: frozenset[str]
) -> Iterator[NameRow]:
    """Yield the titles of campaigns, of pairs of name and key, and when they were released.

    A title that repeats the message, or tells of whom it was, is not told: those are ``untold``.
    """
    hour = clock(institution.time_zone)
    for name, key in names.items():
        campaign = institution["campaigns"].get(name)
        if campaign is None or campaign.erased_at:
            yield (CAMPAIGN, key, "", None, "")
        else:
            title = name if name in untold else campaign.title
            yield (CAMPAIGN, key, title, hour(campaign.sent_at).day, "")
