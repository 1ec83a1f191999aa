"""The ground of every other room: who acts, the problem, the journal, the days, the store's life.

It may call no other room. Open to others:

- ``actor``: who acts: a person, an operator or the service itself
- ``days``: the days that have really passed, so that no wrong clock erases anything
- ``facts``: facts that a record stores itself, for archives
- ``journal``: the lines of the audit journals, written by the service that does a thing
- ``lives``: whether a store was restored, and is held until somebody has read what may have left
- ``outbox``: mails written in the transaction of what they tell, sent by a worker afterwards
- ``problem``: what keeps something from being done, and its sentence in the reader's language
- ``records``: records added and changed by forms and commands, each with its line in the journal
- ``sentences``: what is typed into any form and cannot be
- ``waiting``: the children of institutions' folders that a worker must see to
"""

__all__ = [
    "actor",
    "days",
    "facts",
    "journal",
    "lives",
    "outbox",
    "problem",
    "records",
    "sentences",
    "waiting",
]
