"""The sentences of numbers that are set aside."""

from unisms.services.ground.problem import Sentence

OF_NUMBERS = {("numbers", "nobody"): Sentence("Cochez d'abord un numéro de la liste.")}
