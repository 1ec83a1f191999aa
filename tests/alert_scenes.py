"""Alerts to look at: one that is prepared, one that is still leaving."""

import scenes

from unisms.model.alerts import PreparedAlert
from unisms.model.folder import find
from unisms.sms.purposes import EMERGENCY


def prepared_alert(root):
    """An alert that is prepared, and its words; its path."""
    made = PreparedAlert()
    made.title, made.text, made.account = "Incendie", "Sortez du campus.", "scolarite"
    made.pairs, made.connection = (("group", "l2-histoire"),), scenes.BROKER
    made.all_clear = "Vous pouvez rentrer."
    return (
        find(root, scenes.PARIS)["alerts"].add("incendie", made)
        and f"{scenes.PARIS}/alerts/incendie"
    )


def alert(root):
    """An alert that is still leaving; its path."""
    emergency = {"purpose": (EMERGENCY,), "urgent": True, "reason": "Feu au bâtiment B"}
    return scenes.under_way(root, author="admin", title="Incendie", on_doubt="resend", **emergency)
