"""A demonstration told without what is drawn anew each time: ids, names, secrets."""

from collections import Counter

from unisms.model.rows import cause_of


def told(root):
    """Everything of every institution, with its moments."""
    return {name: _told_of(institution) for name, institution in root["institutions"].items()}


def counted(root):
    """Return the counts that do not depend on the day: of what, in which state, for how much."""
    return {name: _counted(institution) for name, institution in root["institutions"].items()}


def moments(root):
    """Every moment in it, epoch seconds, with what it is of."""
    yield from ((entry.at, "journal") for entry in entries(root.audit))
    yield from ((reply[0], "reply") for reply in replies_of(root))
    for institution in root["institutions"].values():
        yield institution.opened_at, "opening"
        yield from ((entry.at, entry.verb) for entry in entries(institution.audit))
        yield from ((reply[0], "reply") for reply in replies_of(institution))
        yield from ((record.created_at, "file") for record in institution["imports"].values())
        for account in institution["accounts"].values():
            yield from ((entry.at, entry.kind) for entry in account.entries())
        for campaign in institution["campaigns"].values():
            told = [campaign.created_at, campaign.sent_at, campaign.ended_at, campaign.closed_at]
            rows = [row[4] for _, row in campaign.stored_rows()]
            events = [event.at for event in campaign.events()]
            yield from ((moment, campaign.title) for moment in (*told, *rows, *events) if moment)


def campaigns(institution):
    """Those of an institution, the first one first."""
    return sorted(institution["campaigns"].values(), key=lambda one: one.created_at)


def entries(audit):
    sealed = (audit.entry(number) for number in range(audit.first(), audit.head[0] + 1))
    return [one.entry for one in sealed]


def replies_of(holder):
    return [reply for month in holder.replies.months() for reply in holder.replies.of(month)]


def _told_of(institution):
    titles = {campaign.__name__: campaign.title for campaign in institution["campaigns"].values()}
    return {
        "people": [
            (uid, one.name, one.msisdn, one.said) for uid, one in institution["people"].items()
        ],
        "groups": {name: sorted(group.uids) for name, group in institution["groups"].items()},
        "templates": _templates(institution),
        "senders": [
            [tuple(one) for one in place.senders()] for place in institution["brokers"].values()
        ],
        "files": [
            (one.filename, one.state, list(one.rows.items()))
            for one in institution["imports"].values()
        ],
        "replies": replies_of(institution),
        "ledgers": {
            name: sorted(
                (one.at, one.kind, titles.get(one.campaign, ""), *one[3:])
                for one in account.entries()
            )
            for name, account in institution["accounts"].items()
        },
        "messages": [_message(campaign) for campaign in campaigns(institution)],
        "logo": institution.logo.content,
        "journal": [(one.at, one.by, one.verb) for one in entries(institution.audit)],
    }


def _templates(institution):
    folders = institution["templates"].items()
    return {(name, key): one.versions() for name, folder in folders for key, one in folder.items()}


def _message(campaign):
    rows = [(row[0], row[1], *row[3:]) for _, row in campaign.stored_rows()]
    figures = [figure for figure in campaign.check if figure[0] != "longest"]
    return (
        campaign.title,
        campaign.text,
        campaign.author,
        campaign.state,
        rows,
        figures,
        campaign.events(),
    )


def _counted(institution):
    return {
        "accounts": {name: account.available for name, account in institution["accounts"].items()},
        "messages": [
            (
                one.title,
                one.state,
                dict(Counter((row[1], cause_of(row)) for _, row in one.stored_rows())),
            )
            for one in campaigns(institution)
        ],
        "replies": [reply[1:] for reply in replies_of(institution)],
        "files": [
            (one.filename, one.state, len(one.rows)) for one in institution["imports"].values()
        ],
        "journal": Counter((one.by, one.verb) for one in entries(institution.audit)),
        "silent": sum(one.said == "no" for one in institution["people"].values()),
    }
