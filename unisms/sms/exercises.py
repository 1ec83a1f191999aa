"""The word in front of every text of an exercise, so that nobody takes it for an alert."""

#: language -> the word; another language has that of French
WORDS = {"fr": "EXERCICE", "en": "EXERCISE"}
BETWEEN = " - "  # in every alphabet of a handset


def marked(text: str, language: str) -> str:
    """Return a text of an exercise: it begins with the word, once."""
    word = WORDS.get(language, WORDS["fr"])
    return text if text.startswith(word) else f"{word}{BETWEEN}{text}"
