"""``unisms maintenance``: closing the pages from a script."""


def test_the_pages_are_closed_and_opened_again(demo):
    assert "The pages are open" in demo.run("maintenance", "status").output
    demo.run("maintenance", "on", "--minutes", "20", "--say", "Nouvelle  version")
    assert ", until about " in demo.run("maintenance", "status").output
    told = demo.json("maintenance", "status")
    assert (told["closed"], told["until"] - told["since"], told["said"]) == (
        True,
        1200,
        "Nouvelle version",
    )
    demo.run("maintenance", "off")
    assert demo.json("maintenance", "status") == {"closed": False}
    verbs = demo.look(lambda root: [(one.verb, one.by) for one in root.audit.waiting()])
    assert verbs == [("maintenance.begun", ""), ("maintenance.ended", "")]


def test_nobody_needs_to_know_for_how_long(demo):
    demo.run("maintenance", "on", "--minutes", "0")
    assert "until" not in demo.run("maintenance", "status").output


def test_a_proxy_gets_a_page_that_needs_nothing_of_ours(demo, tmp_path):
    file = tmp_path / "closed.html"
    assert (
        "error_page 502 503 504 /closed.html;" in demo.run("maintenance", "page", str(file)).output
    )
    page = file.read_text()
    assert "fermé pour entretien" in page
    assert "closed for maintenance" in page
    assert not {"src=", "href=", "<script"} & set(page.split())


def test_a_day_is_the_longest(demo):
    assert "1440" in demo.run("maintenance", "on", "--minutes", "2000", code=2).stderr


def test_before_anything_is_stored_it_says_what_to_type(empty):
    assert "unisms evolve --run" in empty.run("maintenance", "on", code=3).stderr
