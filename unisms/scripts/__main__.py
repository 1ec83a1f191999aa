"""``python -m unisms.scripts`` is the ``unisms`` command, also where no script was installed."""

from unisms.scripts import main

main(prog_name="unisms")
