"""``unisms``, with leases of three seconds:
``python -m tests.stores.short_lease worker -c service.ini``."""

from unisms.scripts import main
from unisms.tasks import lease

if __name__ == "__main__":
    lease.TERM, lease.RENEWAL = 3, 1
    main()
