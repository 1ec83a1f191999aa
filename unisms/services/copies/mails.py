"""The mail that goes beside a message, or in its place."""

COPY = "campaign.copy"
TEXT_OF_COPY = {
    "fr": ("{subject}", "{report}\n\n{institution}"),
    "en": ("{subject}", "{report}\n\n{institution}"),
}
