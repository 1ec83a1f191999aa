"""The sentences of a file of people that is not compared, or not applied."""

from unisms.services.ground.problem import Counted, Sentence

GONE = Sentence("Une colonne choisie n'existe pas dans ce fichier.")

#: of the columns, and of the title of the list
OF_WISHES = {
    ("roll", "missing"): Sentence("Donnez un nom à cette liste, par exemple : Étudiants."),
    ("roll", "long"): Sentence("60 caractères au plus."),
    ("roll", "too_many"): Sentence("Il y a déjà 50 listes : choisissez-en une."),
    ("uid", "no_column"): Sentence("Choisissez la colonne où sont les identifiants."),
    **{
        (field, "unknown_column"): GONE
        for field in ("uid", "name_columns", "email", "number_columns", "groups", "country_column")
    },
}

#: of the act, and of the work of a worker
OF_ACTS = {
    ("register", "not_compared"): Sentence(
        "Il est déjà appliqué, ou n'est pas encore comparé.",
        headline=Sentence("Rien n'a changé"),
    ),
    ("register", "nothing"): Sentence(
        "L'annuaire dit déjà la même chose.", headline=Sentence("Rien ne change")
    ),
    ("register", "half"): Counted(
        "Il retirerait %(count)s personne, la moitié de cette liste ou plus. Le fichier est "
        "peut-être incomplet.",
        "Il retirerait %(count)s personnes, la moitié de cette liste ou plus. Le fichier est "
        "peut-être incomplet.",
        "count",
        headline=Sentence("Ce fichier ne peut pas être appliqué"),
    ),
    ("register", "untyped"): Sentence(
        "Écrivez %(count)s : c'est le nombre de personnes qui seraient retirées.",
        "count",
        headline=Sentence("Rien n'a changé"),
    ),
    ("register", "file_gone"): Sentence(
        "Il a été effacé avant d'être comparé. Déposez-le de nouveau.",
        headline=Sentence("Le fichier n'est plus là"),
    ),
    ("register", "many_groups"): Sentence(
        "Cette colonne nomme trop de groupes qui n'existent pas : plus de 500, ou plus qu'il n'en "
        "peut y avoir. Ce n'est peut-être pas la colonne des groupes.",
        headline=Sentence("Le fichier n'est pas comparé"),
    ),
    ("register", "no_right"): Sentence(
        "Il faut le droit de gérer les personnes. Ce qui était déjà appliqué le reste.",
        headline=Sentence("La personne qui l'a demandé n'en a plus le droit"),
    ),
}

OF_REGISTERS = {**OF_WISHES, **OF_ACTS}
