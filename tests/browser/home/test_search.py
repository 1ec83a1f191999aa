"""The search through everything, without any script."""

import pytest

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("width", [360, 1280])
def test_everything_is_searched_without_script(visit, width):
    page = visit("admin", width=width, script=False)
    if width == 360:
        page.click("nav >> text=Chercher")
        page.fill("#q", "marchand")
        page.click("main form button")
    else:
        page.fill(".find input", "marchand")
        page.press(".find input", "Enter")
    page.click("main a.line-main[href*='/people/'] >> nth=0")
    page.wait_for_url("**/people/**")
    page.wait_for_selector("#msisdn")
