"""The mail that tells somebody a month."""

REPORT = "report.monthly"
TEXT_OF_REPORT = {
    "fr": (
        "{title}",
        "Bonjour {name},\n\n"
        "{report}\n\n"
        "Le même rapport est joint en PDF. Les tableaux de bord en disent plus :\n\n"
        "{link}\n\n"
        "Vous recevez ce mail chaque mois parce que vous l'avez demandé. Pour ne plus le "
        "recevoir : {choice}\n\n"
        "{institution}",
    ),
    "en": (
        "{title}",
        "Hello {name},\n\n"
        "{report}\n\n"
        "The same report is enclosed as a PDF. The dashboards tell more:\n\n"
        "{link}\n\n"
        "You receive this mail each month because you asked for it. To receive it no more: "
        "{choice}\n\n"
        "{institution}",
    ),
}
