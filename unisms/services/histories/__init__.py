"""The messages that each person was sent: indexed in the background, told, forgotten with age.

It may call ``health`` and every room below it. Open to others:

- ``ages``: the rest of an erased campaign kept where the institution wants that, then forgotten
- ``lines``: what somebody was sent, by whom and why, a page at a time
"""

__all__ = ["ages", "lines"]
