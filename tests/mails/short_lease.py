"""``unisms``, with mails that are leased for two seconds.

``python -m tests.mails.short_lease worker -c service.ini``."""

from unisms.scripts import main
from unisms.services.mail import line

if __name__ == "__main__":
    line.LEASE = 2
    main()
