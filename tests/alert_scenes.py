"""An alert that an institution has prepared, and an exercise of it under way, to look at."""

from unisms.model.alerts import EXERCISE, Alerting, PreparedAlert
from unisms.model.folder import find
from unisms.sms.purposes import EMERGENCY

#: the name of the prepared alert
NAME = "fermeture"


def prepare(institution, group, account):
    """Add an alert to the people of a group."""
    path = f"/institutions/{institution.__name__}/brokers/simulateur"
    alert = PreparedAlert("Fermeture pour intempéries", 1_790_000_000)
    alert.text = "Le campus ferme à 15h : neige. Rentrez chez vous."
    alert.other_text = "The campus closes at 3 pm: snow. Please go home."
    alert.all_clear = "Le campus a rouvert."
    alert.pairs, alert.minus = (("group", group),), (("group", "gone"),)
    alert.account, alert.connection = account, path
    institution["alerts"].add(NAME, alert)


def exercise(root, under_way, groups):
    """Return the path of an exercise that is leaving and asks for an answer."""
    told = {"purpose": (EMERGENCY,), "urgent": True, "reason": "Exercice annuel"}
    path = under_way(root, author="admin", title="Fermeture", groups=groups, **told)
    campaign = find(root, path)
    campaign.alert = tuple(Alerting(prepared=NAME, mode=EXERCISE, announced=True, asks=True))
    return path
