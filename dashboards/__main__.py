"""``python -m dashboards``: the pages of a folder of exports, or reports of its months."""

import sys

from dashboards.app.commands import main
from dashboards.reports.commands import report

if sys.argv[1:2] == ["report"]:
    report(sys.argv[2:], prog_name="python -m dashboards report")
else:
    main(prog_name="python -m dashboards")
