"""The sentences of a file that is not taken, cannot be read, or is not chosen from so."""

from unisms.services.ground.problem import Sentence

SAVE_AGAIN = Sentence(
    "Ouvrez-le dans votre tableur, enregistrez-le au format CSV ou XLSX, puis déposez ce nouveau "
    "fichier."
)

EMPTY = Sentence("Il ne contient rien. Vérifiez l'export, puis recommencez.")
NO_ROWS = Sentence("Sous les titres, il n'y a aucune ligne. Vérifiez l'export, puis recommencez.")

#: why, as a headline, and under it the remedy; the detail is a figure
OF_FILES = {
    ("file", "missing"): Sentence(
        "Choisissez un fichier sur votre ordinateur : CSV, XLSX, XLS ou ODS.",
        headline=Sentence("Aucun fichier n'est choisi"),
    ),
    ("file", "too_large"): Sentence(
        "La limite est de %(most)s Mo. Gardez les lignes et les colonnes utiles, ou coupez le "
        "fichier en plusieurs.",
        "most",
        headline=Sentence("Ce fichier est trop lourd"),
    ),
    ("file", "empty"): EMPTY._replace(headline=Sentence("Ce fichier est vide")),
    ("file", "pdf"): Sentence(
        "Un PDF n'est pas un tableau. Demandez le fichier d'origine, au format XLSX ou CSV, à la "
        "personne ou au logiciel qui l'a produit.",
        headline=Sentence("Ce fichier est un PDF"),
    ),
    ("file", "image"): Sentence(
        "Une image n'est pas un tableau. Demandez le fichier d'origine, au format XLSX ou CSV, à "
        "la personne ou au logiciel qui l'a produit.",
        headline=Sentence("Ce fichier est une image"),
    ),
    ("file", "archive"): Sentence(
        "Si c'est une archive, ouvrez-la et déposez le tableau qu'elle contient. Si c'est un "
        "document, copiez son tableau dans un tableur et enregistrez-le au format XLSX.",
        headline=Sentence("Ce fichier est une archive ou un document"),
    ),
    ("file", "markup"): SAVE_AGAIN._replace(headline=Sentence("Ce fichier est une page web")),
    ("file", "binary"): SAVE_AGAIN._replace(headline=Sentence("Ce fichier n'est pas un texte")),
    ("file", "cards"): Sentence(
        "Exportez plutôt vos contacts au format CSV, puis déposez ce nouveau fichier.",
        headline=Sentence("Ce fichier est un carnet d'adresses (vCard)"),
    ),
    ("file", "rich"): Sentence(
        "Copiez son tableau dans un tableur, enregistrez-le au format XLSX, puis déposez ce "
        "nouveau fichier.",
        headline=Sentence("Ce fichier est un document de traitement de texte"),
    ),
    ("file", "data"): Sentence(
        "Demandez un export au format CSV ou XLSX à la personne ou au logiciel qui l'a produit.",
        headline=Sentence("Ce fichier est fait pour un programme (JSON)"),
    ),
    ("file", "password"): Sentence(
        "Retirez le mot de passe dans votre tableur, puis déposez le fichier de nouveau.",
        headline=Sentence("Ce fichier a un mot de passe"),
    ),
    ("file", "damaged"): SAVE_AGAIN._replace(
        headline=Sentence("Ce fichier est abîmé ou incomplet")
    ),
    ("file", "no_rows"): NO_ROWS._replace(headline=Sentence("Ce fichier n'a que des titres")),
    ("file", "too_many_rows"): Sentence(
        "Il en a %(shown)s ; la limite est de 100 000. Coupez-le en plusieurs fichiers.",
        "shown|number",
        headline=Sentence("Ce fichier a trop de lignes"),
    ),
    ("file", "too_many_columns"): Sentence(
        "Il en a %(shown)s ; la limite est de 1 000. Gardez les colonnes utiles.",
        "shown|number",
        headline=Sentence("Ce fichier a trop de colonnes"),
    ),
    ("file", "too_many_cells"): Sentence(
        "Il en a %(shown)s ; la limite est de 10 millions. Gardez les colonnes utiles, ou "
        "coupez-le.",
        "shown|number",
        headline=Sentence("Ce fichier a trop de cellules"),
    ),
    ("file", "too_much_text"): Sentence(
        "Ses cellules ont %(shown)s caractères ; la limite est de 100 millions. Gardez les "
        "colonnes utiles, ou coupez-le.",
        "shown|number",
        headline=Sentence("Ce fichier contient trop de texte"),
    ),
    ("file", "uploads_of_person"): Sentence(
        "En 24 heures, une personne peut déposer 40 fichiers, et %(size)s Mo en tout. Reprenez un "
        "fichier que vous avez déjà déposé, ou attendez demain.",
        "size",
        headline=Sentence("Vous avez déposé trop de fichiers aujourd'hui"),
    ),
    ("file", "uploads_of_institution"): Sentence(
        "En 24 heures, un établissement peut déposer 400 fichiers, et %(size)s Mo en tout. "
        "Attendez quelques heures, ou demandez à vos collègues qui en déposent beaucoup.",
        "size",
        headline=Sentence("Votre établissement a déposé trop de fichiers aujourd'hui"),
    ),
    ("file", "no_such_sheet"): Sentence(
        "Elle a peut-être changé de nom : choisissez-en une autre.",
        headline=Sentence("Cette feuille n'est pas dans le fichier"),
    ),
    ("file", "empty_of_sheet"): EMPTY._replace(headline=Sentence("Cette feuille est vide")),
    ("file", "no_rows_of_sheet"): NO_ROWS._replace(
        headline=Sentence("Cette feuille n'a que des titres")
    ),
}

GONE = Sentence("Une colonne choisie n'existe pas dans ce fichier.")
NOT_ASKED = Sentence("Condition %(number)s : retirez-la, sa colonne n'existe pas.", "number")

#: of the choice of columns and rows; the detail of a rule is the number of its condition
OF_CHOICES = {
    ("number_columns", "none"): Sentence("Choisissez la colonne où sont les numéros de mobile."),
    ("day", "unknown"): Sentence("La date qui remplace aujourd'hui n'existe pas."),
    ("rule", "argument"): Sentence(
        "Condition %(number)s : indiquez une valeur, ou un nombre de jours.", "number"
    ),
    ("rule", "other"): Sentence("Condition %(number)s : choisissez l'autre date.", "number"),
    ("rule", "column"): NOT_ASKED,
    ("rule", "operator"): NOT_ASKED,
    **{
        (field, "unknown"): GONE
        for field in ("number_columns", "name_columns", "key_column", "country_column")
    },
}

OF_IMPORTS = {**OF_FILES, **OF_CHOICES}
