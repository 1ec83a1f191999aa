"""The sentences of credit that is not given."""

from unisms.services.ground.problem import Sentence

OF_CREDIT = {
    ("segments", "number"): Sentence(
        "Écrivez un nombre entier de SMS, de 1 à 1 000 000, précédé d'un moins pour en retirer."
    ),
    ("segments", "below_zero"): Sentence("Ce compte n'a pas autant de SMS."),
}
