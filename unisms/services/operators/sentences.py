"""The sentences of institutions that are not opened or erased so."""

from unisms.services.ground.problem import Sentence

OF_INSTITUTIONS = {
    ("name", "address"): Sentence(
        "Des lettres minuscules sans accent, des chiffres et des tirets ; une lettre d'abord ; 2 à "
        "40 caractères."
    ),
    ("again", "again"): Sentence("Ce n'est pas son adresse. Rien n'est effacé."),
    ("uid", "nobody"): Sentence(
        "Aucune personne de cet identifiant n'administre cet établissement."
    ),
    ("institution", "leaving"): Sentence(
        "Rien n'est effacé. Attendez la fin de ses envois, ou demandez qu'il les arrête.",
        headline=Sentence("Des messages sont en train de partir"),
    ),
}
