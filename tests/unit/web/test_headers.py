"""What every answer tells the browser."""

import pytest
import scenes


@pytest.mark.parametrize("path", ["/sign-in", "/institutions/paris1/nowhere", "/unisms-static/look.css"])
def test_every_answer_carries_the_policy(house, path):
    headers = house.visitor().get(path, status="*").headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_pages_are_not_kept_and_static_files_are(house):
    app = house.visitor()
    page = app.get("/sign-in")
    assert page.headers["Cache-Control"] == "no-store"
    address = page.html.select_one("link[rel=stylesheet]")["href"]
    assert "?v=" in address
    assert "max-age=31536000" in app.get(address).headers["Cache-Control"]


def test_a_portal_may_be_allowed_to_frame_us(tmp_path):
    house = scenes.House(tmp_path, **{"unisms.frame_ancestors": "https://ent.example.fr"})
    assert (
        "frame-ancestors https://ent.example.fr" in house.visitor().get("/sign-in").headers["Content-Security-Policy"]
    )
    house.close()
