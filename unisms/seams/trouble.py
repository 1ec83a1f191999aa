"""What a log tells of an exception that nobody foresaw."""

import traceback

OF_CODE = (
    AttributeError,
    ImportError,
    NameError,
    TypeError,
)  # whose messages tell of code, not of people


def risen(trouble):
    """Return the kind of an exception and where it rose, for a log. Its message may name people, and
    is left out unless it is about code."""
    message = f": {trouble}" if isinstance(trouble, OF_CODE) else ""
    frames = "".join(traceback.format_tb(trouble.__traceback__))
    return f"{type(trouble).__name__}{message}\n{frames}".rstrip()
