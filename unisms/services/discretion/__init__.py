"""A campaign as it is told to a person who may not see numbers.

It may call ``campaigns`` and every room below it. Open to others:

- ``discretion``: the check, the recipients and the counts, without who has said no
"""

__all__ = ["discretion"]
