"""The sentences of what an institution cannot be set to."""

from unisms.services.ground.problem import Sentence

OF_SETTINGS = {
    ("accent", "colour"): Sentence(
        "Une couleur s'écrit avec un dièse et six chiffres ou lettres de a à f, comme #1a4f8b."
    ),
    ("foreign_price", "price"): Sentence("Un prix en euros, comme 0,12."),
    ("quiet_hours", "hours"): Sentence(
        "Donnez deux heures différentes, comme 21:00 et 7:30, ou aucune."
    ),
}
