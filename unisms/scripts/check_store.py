"""The doctor's look at the store: can it be written, is its clock ours, does its money agree?"""

import time

from unisms.scripts.findings import failure, fine, warning
from unisms.scripts.opening import in_transaction

CLOCK_SLIP = 60  # seconds between our clock and the store's newest change that nobody should see
LEAP = (
    "nothing is erased by its age: the clock tells another day than that of the last work. If it "
    "is right, a day of work ends that by itself, or at once: unisms clock --confirm; if it is "
    "not, set it (timedatectl)."
)


def examine_store(worker):
    """Yield whether the store opens and can be written, and whether its clock is ours."""
    from unisms.model import store
    from unisms.tasks import memory

    try:
        if not is_begun(worker):
            yield warning("store", "opens, and is empty: unisms evolve --run, or unisms demo")
            return
        held = memory.compare(worker)
        in_transaction(worker, touch, keep=True)
        pending = _pending_steps(worker)
    except Exception as error:  # noqa: BLE001 whatever a driver raises, the doctor tells it
        yield failure("store", f"cannot be written ({store.reason(error)}).")
        return
    yield fine("store", f"opens and can be written; {len(worker.db.storage):,} records.")
    yield examine_evolution(pending)
    if held:
        yield failure(
            "restored", "nothing leaves: the store was brought back. Read: unisms release"
        )
    yield from examine_nights(worker)
    yield from examine_digests(worker)
    yield examine_clock(worker.db.lastTransaction())


def is_begun(worker):
    """Whether there is anything in the store."""
    from unisms.model import evolve

    return in_transaction(worker, lambda opened: evolve.ROOT in opened.root(), keep=False)


def _pending_steps(worker):
    from unisms.model import evolve

    steps = worker.registry.evolution_steps
    return in_transaction(worker, lambda opened: evolve.pending(opened, steps), keep=False)


def touch(connection):
    """Write the root again, as it is."""
    connection.root()._p_changed = True


def examine_evolution(pending):
    if not pending:
        return fine("evolution", "no step is pending.")
    told = f"{len(pending)} steps are pending: unisms backup, then unisms evolve --run"
    return failure("evolution", told)


def examine_nights(worker):
    """Yield a warning if the clock has made a leap, so that nothing is erased."""
    from unisms.services.ground import days

    if not worker.run(days.may_erase, int(time.time())):
        yield warning("nights", LEAP)


def examine_digests(worker):
    """Yield a failure if the digests of numbers were made with another key."""
    from unisms.model import digests

    try:
        worker.run(digests.verify)
    except digests.AnotherKey as error:
        yield failure("digests", str(error))


def examine_clock(last):
    """Compare our clock to the store's newest change, which we have just written.

    The store's time never goes back.
    """
    from persistent.TimeStamp import TimeStamp

    ahead = TimeStamp(last).timeTime() - time.time()
    if ahead > CLOCK_SLIP:
        return failure("clock", f"is {ahead:.0f} s behind the store: set the clocks (timedatectl).")
    return fine("clock", "agrees with the store.")


def examine_money(worker):
    """Yield whether reservations, ledgers and balances agree, campaign by campaign.

    It reads an institution at a time, and names each fault.
    """
    from unisms.model.evolve import NotInitialised
    from unisms.services.money import ledgers

    try:
        names = worker.run(lambda root: list(root["institutions"]))
    except NotInitialised:
        return
    looked = [worker.run(ledgers.look, name) for name in names]
    faults = [fault for one in looked for fault in one.faults]
    for fault in faults:
        yield failure("money", f"{fault.path} {fault.sentence}")
    accounts, entries, campaigns = (sum(one[place] for one in looked) for place in range(3))
    told = (
        f"{accounts:,} accounts, {entries:,} entries and {campaigns:,} campaigns of "
        f"{len(names):,} institutions"
    )
    if not faults:
        yield fine("money", f"{told}: reservations, ledgers and balances agree.")
    else:
        yield failure("money", f"{told}: {len(faults):,} do not agree.")
