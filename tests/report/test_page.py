import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from consistency.records.brief import Brief
from consistency.records.captions import Captions, Place, Post, Skipped
from consistency.report import render_html
from tests.support import SHARED, check, make_posts

HOSTILE = "\"'><img src=x onerror=document.title='owned'><script>document.title='owned'</script>{{ 7*7 }}"


def hostile_campaign() -> tuple[Brief, Captions]:
    brief = Brief.model_validate(
        {
            "campaign": HOSTILE,
            "brand": HOSTILE,
            "messages": [{"id": "a", "text": HOSTILE, "required": True}, {"id": "b", "text": "the tea has no sugar"}],
        }
    )
    place = Place(source=HOSTILE, line=1)
    posts = tuple(
        Post(post_id=f"{HOSTILE}{n}", place=place, caption=text, creator=HOSTILE, platform=HOSTILE)
        for n, text in enumerate([f"the tea has no sugar {HOSTILE}", HOSTILE, "rain"])
    )
    return brief, Captions(posts=posts, skipped=(Skipped(place=place, post_id=HOSTILE, reason="empty"),))


def test_the_page_holds_every_post_and_every_skipped_one(brief: Brief) -> None:
    captions = make_posts("The tea has no sugar and no sweetener.", "rain all day", "")
    page = render_html(check(brief, captions))
    for words in ("p1", "p2", "p3", "rain all day", "the caption is empty", "fake 1"):
        assert words in page
    assert "<script" not in page
    assert page == render_html(check(brief, captions))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver")
    chromium = Path("/usr/bin/chromium")
    if not chromium.exists():
        pytest.skip("needs chromium: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = str(chromium)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for argument in (
        *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    ):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    yield driver
    driver.quit()


def show(browser: Any, folder: Path, page: str) -> None:
    path = folder / "report.html"
    path.write_text(page, encoding="utf-8")
    browser.get_log("performance")
    browser.get_log("browser")
    browser.get(path.as_uri())


def requests(browser: Any) -> list[str]:
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


@pytest.mark.browser
def test_the_page_in_a_browser(browser: Any, tmp_path: Path, brief: Brief) -> None:
    captions = make_posts("The tea has no sugar and no sweetener. ☀️\nReally!", "rain all day")
    show(browser, tmp_path, render_html(check(brief, captions)))

    assert browser.get_log("browser") == []
    assert all(url.startswith("file://") for url in requests(browser))
    cards = browser.find_elements("css selector", "article.post")
    assert len(cards) == 2
    assert cards[0].find_element("css selector", ".verdict").text == "off message"
    mark = browser.find_element("css selector", "mark.conveys")
    assert mark.get_attribute("textContent") == "The tea has no sugar and no sweetener."
    # The style sheet applies: its digest in the policy is the right one.
    assert cards[0].value_of_css_property("border-left-style") == "solid"
    assert browser.find_element("css selector", "html").get_attribute("lang") == "en"


@pytest.mark.browser
@pytest.mark.parametrize("width", [375, 1440])
def test_nothing_is_wider_than_the_page(browser: Any, tmp_path: Path, brief: Brief, width: int) -> None:
    captions = make_posts("x" * 400 + " the tea has no sugar", "https://a.example/" + "y" * 300 + " rain")
    browser.set_window_size(width, 900)
    show(browser, tmp_path, render_html(check(brief, captions)))
    assert browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.browser
def test_hostile_text_stays_text(browser: Any, tmp_path: Path) -> None:
    brief, captions = hostile_campaign()
    show(browser, tmp_path, render_html(check(brief, captions)))

    assert browser.title.startswith(HOSTILE)
    assert browser.find_elements("css selector", "img, script, iframe, [onerror]") == []
    assert "{{ 7*7 }}" in browser.find_element("css selector", "h3").text
    assert all(url.startswith("file://") for url in requests(browser))


@pytest.mark.browser
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the naughty strings in ../shared")
def test_naughty_strings_stay_text(browser: Any, tmp_path: Path, brief: Brief) -> None:
    path = SHARED / "data" / "hostile" / "naughty_strings.json"
    strings = [text for text in json.loads(path.read_text(encoding="utf-8")) if text.strip()]
    show(browser, tmp_path, render_html(check(brief, make_posts(*strings))))
    assert browser.find_elements("css selector", "img, script, iframe, svg, a[href^=javascript]") == []
    assert all(url.startswith("file://") for url in requests(browser))
