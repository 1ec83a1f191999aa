"""Words of reports in French and English."""

WORDS = {
    "title": ("Rapport SMS", "SMS report"),
    "subject": (
        "Rapport SMS : {period} ({institution})",
        "SMS report: {period} ({institution})",
    ),
    "figures": ("Chiffres du mois", "Figures of the month"),
    "missing": ("Ce qui manque", "What is missing"),
    "more": ("Voir les tableaux de bord :", "See the dashboards:"),
    "left_out": (
        "… et {count} autres lignes, sur la page.",
        "… and {count} more rows, on the page.",
    ),
    "nothing": ("Rien ce mois-ci.", "Nothing in this month."),
    "made_of": (
        "Chiffres de la page « Vue d'ensemble » des tableaux de bord, le jour de l'envoi.",
        "Figures of the page “Overview” of the dashboards, on the day of this mail.",
    ),
    "picture": ("Graphique : {name}. {description}", "Chart: {name}. {description}"),
}
