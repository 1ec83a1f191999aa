"""The mail to somebody whose number another person has proved."""

NUMBER_LOST = "number.lost"
TEXT_OF_NUMBER_LOST = {
    "fr": (
        "{institution} : votre numéro est celui d'une autre personne",
        "Bonjour {name},\n\n"
        "Une autre personne a reçu un code au numéro que l'annuaire avait pour vous, et l'a saisi. "
        "Ce numéro n'est donc plus le vôtre, et vous ne recevez plus de SMS.\n\n"
        "Donnez votre numéro, ou confirmez celui-ci s'il est toujours à vous :\n\n"
        "{link}\n\n"
        "{institution}",
    ),
    "en": (
        "{institution}: your number is now another person's",
        "Hello {name},\n\n"
        "Another person received a code at the number that the directory had for you, and typed it "
        "in. So this number is no longer yours, and you receive no more text messages.\n\n"
        "Give your number, or confirm this one if it is still yours:\n\n"
        "{link}\n\n"
        "{institution}",
    ),
}
