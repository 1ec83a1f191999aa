"""Trouble of a connection: the reason why nothing leaves over it."""

from unisms.model.folder import find


def note_trouble(root, path, trouble, now, kind="away"):
    """Write down why nothing leaves over the connection at ``path``; empty when all is well again.

    ``kind`` is ``away``, ``refused`` (they do not want us) or ``fault`` (the adapter or its settings).
    """
    connection = find(root, path)
    if connection.trouble != trouble:
        connection.trouble, connection.trouble_kind, connection.trouble_at = trouble, kind, now
