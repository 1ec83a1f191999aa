"""stub usage"""
from dashboards.pages.answers import *
from dashboards.pages.languages import marked as _
NAME = TITLE = "usage"
def summary(visit): return Summary("…")
def view(visit): return View("t","s")
VIEWS = {"a": ("A", view)}
