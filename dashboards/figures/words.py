"""Words of the figures in French and English, where the pages give none of their own."""

WORDS = {
    # states
    "delivered": ("reçus", "delivered"),
    "failed": ("en échec", "failed"),
    "waiting": ("en attente", "waiting"),
    "set_aside": ("mis de côté", "set aside"),
    "sent": ("envoyés", "sent"),
    "messages": ("messages", "messages"),
    "messages.day": ("par jour", "a day"),
    "messages.week": ("par semaine", "a week"),
    "messages.month": ("par mois", "a month"),
    # figures
    "overview.by_day": ("Messages selon leur état", "Messages by state"),
    "overview.by_day.told": (
        "Barres empilées : messages reçus, en attente, en échec et mis de côté. Le tableau qui"
        " suit dit les mêmes chiffres.",
        "Stacked bars: messages delivered, waiting, failed and set aside. The table that follows"
        " tells the same figures.",
    ),
    "overview.causes": ("Pourquoi des messages ont échoué", "Why messages failed"),
    "overview.causes.told": (
        "Une barre par cause, la plus fréquente en haut.",
        "A bar for each cause, the most frequent on top.",
    ),
}
