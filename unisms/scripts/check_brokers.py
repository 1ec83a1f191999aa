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
    for path, adapter, trouble, held, unread, unclaimed, is_astray in found:
        yield examine_connection(worker, path, adapter, trouble)
        if held:
            yield warning("held", f"{path} gives one refusal after another: see its page.")
        if unread:
            yield warning(
                "unread",
                f"{path} sent {unread} pieces of news that could not be read: see its page.",
            )
        if is_astray:
            yield warning("receipts", _astray(path, unclaimed))


def told_of(connection):
    """Return what is known of a connection.

    That is its path, adapter and trouble, whether it is held, how many unread news and unclaimed
    receipts it has, and whether most of the last receipts are such.
    """
    from unisms.model.folder import path_of
    from unisms.services.delivery import parking, unread

    kept = len(list(unread.waiting(connection)))
    unclaimed = parking.parked_count(connection), parking.is_astray(connection)
    standing = connection.adapter, connection.trouble, bool(connection.holds)
    return path_of(connection), *standing, kept, *unclaimed


def _astray(path, unclaimed):
    return (
        f"most of the last receipts of {path} are of no message that is known, {unclaimed} wait: it"
        " probably writes ids otherwise in receipts than in answers (id_format), see its page."
    )


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
