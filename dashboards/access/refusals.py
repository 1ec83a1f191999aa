"""The few pages of those who are not let in: what happened, and where to go from there."""

from html import escape
from typing import NamedTuple

from werkzeug import Request, Response


class Refusal(NamedTuple):
    """A refusal, in French and in English: a title, a sentence."""

    status: int
    fr: tuple[str, str]
    en: tuple[str, str]


REFUSALS = {
    "session": Refusal(
        401,
        ("Votre visite est terminée", "Rouvrez les tableaux de bord depuis le service SMS."),
        ("Your visit has ended", "Open the dashboards again from the SMS service."),
    ),
    "ticket": Refusal(
        403,
        (
            "Ce lien d’entrée ne sert plus",
            "Il ne vaut qu’une minute, et une seule fois. Rouvrez les tableaux de bord depuis le "
            "service SMS.",
        ),
        (
            "This way in is used up",
            "It lasts a minute, and works once. Open the dashboards again from the SMS service.",
        ),
    ),
    "cookies": Refusal(
        403,
        (
            "Votre navigateur n’a pas gardé le cookie",
            "Les tableaux de bord en ont besoin pour vous reconnaître, une demi-heure. Autorisez "
            "les cookies de cette adresse, puis rouvrez-les depuis le service SMS.",
        ),
        (
            "Your browser did not keep the cookie",
            "The dashboards need it to know you, for half an hour. Allow cookies of this address, "
            "then open them again from the SMS service.",
        ),
    ),
    "not_yours": Refusal(
        403,
        (
            "Vous ne pouvez pas voir ces chiffres",
            "Ils sont d’un établissement ou d’un compte auquel vous n’avez pas accès.",
        ),
        (
            "You cannot see these figures",
            "They are of an institution or an account that you have no access to.",
        ),
    ),
    "elsewhere": Refusal(
        403,
        ("Demande refusée", "Elle vient d’une page d’un autre site."),
        ("Request refused", "It comes from a page of another site."),
    ),
    "host": Refusal(
        421,
        ("Adresse inconnue", "Les tableaux de bord ne répondent pas à ce nom."),
        ("Unknown address", "The dashboards do not answer to this name."),
    ),
    "busy": Refusal(
        503,
        (
            "L’entrée n’a pas pu être notée",
            "Réessayez dans un instant. Si cela dure, prévenez votre administrateur.",
        ),
        (
            "The entry could not be written down",
            "Try again in a moment. If it lasts, tell your administrator.",
        ),
    ),
}
LINK = {"fr": "Aller au service SMS", "en": "Go to the SMS service"}
BRAND = {"fr": "Tableaux de bord", "en": "Dashboards"}
PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/look.css">
</head>
<body>
<header class="bar"><div class="bar-in">
<span class="brand"><span class="mark" aria-hidden="true"></span><span>{brand}</span></span>
</div></header>
<main class="page" id="main" tabindex="-1">
<h1>{title}</h1>
<p>{sentence}</p>
{link}</main>
</body>
</html>
"""


def answer(name: str, request: Request, *, lang: str = "", back: str = "") -> Response:
    """Return the page of a refusal; ``back`` is the address of the service, where it is known."""
    refusal = REFUSALS[name]
    lang = lang or request.accept_languages.best_match(["fr", "en"], "fr")
    title, sentence = refusal.en if lang == "en" else refusal.fr
    link = f'<p><a href="{escape(back)}">{LINK[lang]}</a></p>\n' if back else ""
    told = {"title": title, "sentence": sentence, "brand": BRAND[lang], "link": link}
    page = PAGE.format(lang=lang, **told)
    return Response(page, refusal.status, mimetype="text/html")
