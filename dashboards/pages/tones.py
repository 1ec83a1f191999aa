"""How large a difference is, in words: *un peu plus*, *bien moins*, *autant*."""

from dashboards.pages.languages import marked as _

#: (differences below this, in points of a hundred, are told so), more and less
OF_SHARES = (
    (0.0005, _("autant %(than)s"), _("autant %(than)s")),
    (0.01, _("un peu plus %(than)s"), _("un peu moins %(than)s")),
    (0.05, _("plus %(than)s"), _("moins %(than)s")),
    (2.0, _("bien plus %(than)s"), _("bien moins %(than)s")),
)
#: differences in parts of the count before
OF_COUNTS = (
    (0.01, _("autant de fois %(than)s"), _("autant de fois %(than)s")),
    (0.1, _("un peu plus souvent %(than)s"), _("un peu moins souvent %(than)s")),
    (0.5, _("plus souvent %(than)s"), _("moins souvent %(than)s")),
    (float("inf"), _("bien plus souvent %(than)s"), _("bien moins souvent %(than)s")),
)
OF_AMOUNTS = (
    (0.01, _("c'est autant %(than)s"), _("c'est autant %(than)s")),
    (0.1, _("c'est un peu plus %(than)s"), _("c'est un peu moins %(than)s")),
    (0.5, _("c'est plus %(than)s"), _("c'est moins %(than)s")),
    (float("inf"), _("c'est bien plus %(than)s"), _("c'est bien moins %(than)s")),
)


def of_shares(now, before):
    """Return the sentence that compares two shares."""
    return _told(OF_SHARES, now - before)


def of_counts(now, before):
    """Return the sentence that compares two counts of things done; the second is not 0."""
    return _told(OF_COUNTS, (now - before) / before)


def of_amounts(now, before):
    """Return the sentence that compares two amounts of money, the second of which is not 0."""
    return _told(OF_AMOUNTS, (now - before) / before)


def _told(table, apart):
    return next(more if apart >= 0 else less for bound, more, less in table if abs(apart) < bound)
