"""``python -m dashboards``: the pages of a folder of exports, by themselves or beside the service."""

from dashboards.app.commands import main

main()
