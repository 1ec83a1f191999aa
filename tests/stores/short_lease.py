"""``unisms``, with leases of three seconds.

``python -m tests.stores.short_lease worker -c service.ini``."""

from unisms.scripts import main
from unisms.tasks.delivery import record

if __name__ == "__main__":
    record.TERM, record.RENEWAL = 3, 1
    main()
