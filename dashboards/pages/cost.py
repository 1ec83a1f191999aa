"""stub cost"""
from dashboards.pages.answers import *
from dashboards.pages.languages import marked as _
NAME = TITLE = "cost"
def summary(visit): return Summary("…")
def view(visit): return View("t","s")
VIEWS = {"a": ("A", view)}
