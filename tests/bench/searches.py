"""Searches among the 5,000 campaigns of a large institution, on the default store, by who sees them
all: words that few have, that all have, that nobody has; with an author, a day, a state."""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from bench import pages

SIZE = pages.LARGE._replace(institutions=2)
QUESTIONS = (
    *("search?q=rappel+4321", "search?q=document+rendre", "search?q=zoe", "search?q=xyz"),
    *("campaigns/?search=document+rendre", "campaigns/?search=xyz", "campaigns/?author=benali"),
    *(
        "campaigns/?search=rendre&since=2026-01-01&state=closed",
        "campaigns/?account=scd&state=paused",
    ),
)


def times(runs=20, size=SIZE):
    """``{question: [milliseconds]}``, asked in turn, each the first time of the store's cache as it
    comes."""
    house = pages.installation(size)
    try:
        app, found = house.person("admin"), {question: [] for question in QUESTIONS}
        for _ in range(runs):
            for question, taken in found.items():
                begun = time.perf_counter()
                app.get(f"/institutions/paris1/{question}")
                taken.append((time.perf_counter() - begun) * 1000)
        return found
    finally:
        house.close()


def main():
    for question, taken in times(*map(int, sys.argv[1:2])).items():
        print(f"{question:<60} p95 {pages.last(taken):7.1f} ms   at first {taken[0]:7.1f} ms")


if __name__ == "__main__":
    main()
