"""``python -m dashboards``: the pages of a folder of exports, or reports of its months."""

import sys

PROGRAM = "python -m dashboards"

if sys.argv[1:2] == ["report"]:
    from dashboards.reports.commands import report

    report(sys.argv[2:], prog_name=f"{PROGRAM} report")
else:
    from dashboards.app.commands import main

    main(prog_name=PROGRAM)
