"""Texts of exercises: each begins with a word that says so, so that nobody takes one for real."""

WORDS = {"fr": "EXERCICE", "en": "EXERCISE"}


def marked(text: str, language: str) -> str:
    """Return a text that begins with the word of its language; it has it once.

    The word of French stands before a text in a language that has none here.
    """
    word = WORDS.get(language, WORDS["fr"])
    return text if text.startswith(word) else f"{word} : {text}"
