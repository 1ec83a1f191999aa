"""An exception that nobody foresaw, as a log tells it."""

import traceback

#: exceptions that speak of code, not of people
OF_CODE = (AttributeError, ImportError, NameError, TypeError)


def risen(trouble: BaseException) -> str:
    """Return the kind of an exception and where it rose, for a log.

    Its message may name people, and is left out unless it is about code.
    """
    message = f": {trouble}" if isinstance(trouble, OF_CODE) else ""
    frames = "".join(traceback.format_tb(trouble.__traceback__))
    return f"{type(trouble).__name__}{message}\n{frames}".rstrip()
