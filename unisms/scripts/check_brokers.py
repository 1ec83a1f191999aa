"""The doctor's look at the broker connections: can each be reached?"""

from unisms.scripts.findings import failure, fine, warning

PATIENCE = 5  # seconds that a broker has to answer


def examine_connections(worker):
    """Yield whether each connection's add-on is switched on, and its broker reached."""
    from unisms.model.evolve import NotInitialised
    from unisms.services.brokers.connections import all_connections

    try:
        found = worker.run(lambda root: [told_of(each) for each in all_connections(root)])
    except NotInitialised:
        return
    if not found:
        yield warning("brokers", "there is no broker connection: nothing can be sent.")
    for path, adapter, trouble, held, unread in found:
        yield examine_connection(worker, path, adapter, trouble)
        if held:
            yield warning("held", f"{path} gives one refusal after another: see its page.")
        if unread:
            yield warning(
                "unread",
                f"{path} sent {unread} pieces of news that could not be read: see its page.",
            )


def told_of(connection):
    """Return path, adapter and trouble of a connection, whether it is held, its unread news."""
    from unisms.model.folder import path_of
    from unisms.services.delivery import unread

    kept = len(list(unread.waiting(connection)))
    return path_of(connection), connection.adapter, connection.trouble, bool(connection.holds), kept


def examine_connection(worker, path, adapter, trouble):
    from unisms.ports import BrokerError
    from unisms.seams import UnknownAdapter
    from unisms.tasks.trying import within

    try:
        broker = worker.broker(path)
    except UnknownAdapter:
        return failure("broker", f"{path} needs the add-on {adapter}: name it in unisms.addons.")
    except (ValueError, KeyError) as error:
        return failure("broker", f"{path} has a wrong setting: {error}")
    try:
        answer = within(PATIENCE, broker.check) if hasattr(broker, "check") else "nothing to try"
    except (BrokerError, OSError, TimeoutError) as error:
        return warning("broker", f"{path} cannot be reached: {error or type(error).__name__}")
    if trouble:
        return warning("broker", f"{path} answers, but nothing left lately: {trouble}")
    return fine("broker", f"{path} ({adapter}): {answer}")
