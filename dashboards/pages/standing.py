"""How many messages arrived, in one sentence: of all counts, with or without a comparison."""

from dashboards.pages import tones
from dashboards.pages.languages import marked as _
from dashboards.pages.speech import is_missing

FEW = 20  # messages; of fewer, counts say more than shares
MANY_WAIT = 0.01  # of the messages sent: so many that wait are told

#: columns of tables of messages
COLUMNS = (
    ("sent", _("Partis"), "count"),
    ("delivered", _("Arrivés"), "count"),
    ("failed", _("En échec"), "count"),
    ("waiting", _("En attente"), "count"),
    ("rate", _("Part arrivée"), "share"),
)


def total_of(frame, place=0):
    """Return a row of sums, without what is not known."""
    if place >= len(frame):
        return {}
    row = frame.iloc[place]
    return {name: value for name, value in row.items() if not is_missing(value)}


def share_of(total):
    """Return the share of the messages sent that arrived; ``None`` where none was sent."""
    sent = total.get("sent", 0)
    return total.get("delivered", 0) / sent if sent else None


def sentence(visit, now, before):
    """Return how many messages arrived, and how it was before."""
    sent, delivered = int(now.get("sent", 0)), int(now.get("delivered", 0))
    if not sent:
        return visit.say("Aucun message n'est parti %(during)s.", during=visit.during)
    if not delivered + now.get("failed", 0):
        return visit.some(
            "Un seul message est parti %(during)s : on ne sait pas encore s'il est arrivé.",
            "%(count)s messages sont partis %(during)s : on ne sait pas encore s'ils sont arrivés.",
            sent,
            during=visit.during,
        )
    told = _arrived(visit, sent, delivered) + _compared(visit, sent, delivered, before) + "."
    return told + _waiting(visit, sent, int(now.get("waiting", 0)))


def _arrived(visit, sent, delivered):
    during, speech = visit.during, visit.speech
    if delivered == sent:
        return visit.some(
            "Le seul message parti %(during)s est arrivé",
            "Les %(count)s messages partis %(during)s sont tous arrivés",
            sent,
            during=during,
        )
    if not delivered:
        return visit.some(
            "Le seul message parti %(during)s n'est pas arrivé",
            "Aucun des %(count)s messages partis %(during)s n'est arrivé",
            sent,
            during=during,
        )
    if sent < FEW:
        return visit.some(
            "%(count)s des %(all)s messages partis %(during)s est arrivé",
            "%(count)s des %(all)s messages partis %(during)s sont arrivés",
            delivered,
            all=speech.number(sent),
            during=during,
        )
    return visit.say(
        "%(share)s des %(count)s messages partis %(during)s sont arrivés",
        share=speech.percent(delivered / sent),
        count=speech.number(sent),
        during=during,
    )


def _compared(visit, sent, delivered, before):
    earlier = share_of(before)
    if earlier is None or sent < FEW or before["sent"] < FEW:
        return ""
    told = visit.say(
        tones.of_shares(delivered / sent, earlier), than=visit.than(visit.selection.before())
    )
    share = visit.speech.percent(earlier)
    return visit.say(", %(compared)s (%(share)s)", compared=told, share=share)


def _waiting(visit, sent, waiting):
    if waiting < max(1, sent * MANY_WAIT):
        return ""
    return " " + visit.some(
        "%(count)s message attend de partir, ou son accusé de réception.",
        "%(count)s messages attendent de partir, ou leur accusé de réception.",
        waiting,
    )
