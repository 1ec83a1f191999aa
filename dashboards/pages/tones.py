"""How large a difference is, in words: *un peu plus*, *bien moins*, *autant*."""

from dashboards.pages.languages import marked as _

#: (differences below this, in points of a hundred, are told so), more and less
OF_SHARES = (
    (0.0005, _("autant %(than)s"), _("autant %(than)s")),
    (0.01, _("un peu plus %(than)s"), _("un peu moins %(than)s")),
    (0.05, _("plus %(than)s"), _("moins %(than)s")),
    (9.0, _("bien plus %(than)s"), _("bien moins %(than)s")),
)
OF_COUNTS = (
    (0.01, _("autant %(than)s"), _("autant %(than)s")),
    (0.1, _("un peu plus %(than)s"), _("un peu moins %(than)s")),
    (0.5, _("plus %(than)s"), _("moins %(than)s")),
    (float("inf"), _("bien plus %(than)s"), _("bien moins %(than)s")),
)


def of_shares(now, before):
    """Return the sentence that compares two shares."""
    return _told(OF_SHARES, now - before)


def of_counts(now, before):
    """Return the sentence that compares two counts, the second of which is not 0."""
    return _told(OF_COUNTS, (now - before) / before)


def _told(table, apart):
    for bound, more, less in table:
        if abs(apart) < bound:
            return more if apart >= 0 else less
    return table[-1][1] if apart > 0 else table[-1][2]
