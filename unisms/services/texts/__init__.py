"""The texts of a message: their blanks filled once for all, and which of them each recipient gets.

It may call ``copies`` and every room below it. Open to others:

- ``languages``: the text that each recipient gets, by their language
- ``sentences``: the sentences of texts that cannot be sent as they are
- ``shares``: the share of each text in a message, counted
- ``values``: dates and amounts written in the language of a text
- ``wordings``: the blanks of a text, and the text that is sent once they are filled
"""

__all__ = ["languages", "sentences", "shares", "values", "wordings"]
