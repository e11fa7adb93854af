import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from axe_core_python.selenium import Axe
from selenium.webdriver import ActionChains, Keys

from consistency.campaign import compare_captions
from consistency.records.brief import Brief
from consistency.records.captions import Captions, Place, Post, Skipped
from consistency.records.findings import CampaignReport
from consistency.records.phrases import Language
from consistency.report import render_comparison_html, render_html
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
    assert page == render_html(check(brief, captions))


def test_what_is_drawn_is_plain_svg(all_columns: CampaignReport) -> None:
    page = render_html(all_columns)
    drawings = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(drawings) == 5  # what was heard, two changes, creators by voice, the map
    for drawing in drawings:
        names = {element.tag.rpartition("}")[2] for element in ET.fromstring(drawing).iter()}
        assert names <= {"svg", "g", "path", "line", "rect", "text", "defs", "clipPath"}
        assert "style=" not in drawing
        assert "onclick" not in drawing
    assert page == render_html(all_columns)


def dated_campaign() -> Captions:
    """Thirty-two posts of four creators over eight days, one of them on message."""
    texts = ["The tea has no sugar and no sweetener.", *(f"Rain on day {n}, chợ đông" for n in range(31))]
    return Captions(
        posts=tuple(
            Post(
                post_id=f"p{n}",
                place=Place(source="a.csv", line=n + 1),
                caption=text,
                creator=f"creator{n % 4}",
                platform=("tiktok", "instagram")[n % 2],
                posted_at=date(2026, 12, 1 + n // 4),
            )
            for n, text in enumerate(texts)
        ),
        skipped=(),
    )


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
    driver.set_script_timeout(180)  # a checker of accessibility takes its time on a busy machine
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


def shown(browser: Any) -> list[str]:
    script = "return [...document.querySelectorAll('article.post')].filter(card => !card.hidden).map(card => card.id)"
    return list(browser.execute_script(script))


def choose(browser: Any, field: str, value: str) -> None:
    """Set a filter as a person does, and wait for the page to follow."""
    element = browser.find_element("name", field)
    if element.tag_name == "select":
        element.find_element("css selector", f'option[value="{value}"]').click()
    else:
        element.clear()
        element.send_keys(value)
    time.sleep(0.3)


@pytest.mark.browser
def test_filters_search_and_order(browser: Any, tmp_path: Path, brief: Brief) -> None:
    show(browser, tmp_path, render_html(check(brief, dated_campaign())))
    assert len(shown(browser)) == 32
    choose(browser, "creator", "creator1")
    assert len(shown(browser)) == 8
    assert browser.find_element("css selector", ".status").text == "8 / 32"
    choose(browser, "platform", "tiktok")
    assert shown(browser) == []
    browser.find_element("css selector", "button[type=reset]").click()
    time.sleep(0.3)
    assert len(shown(browser)) == 32
    choose(browser, "verdict", "on_message")
    assert shown(browser) == ["post-p0"]
    assert browser.find_element("id", "post-p0").is_displayed()  # the ready ones are opened for it
    choose(browser, "verdict", "")
    choose(browser, "message", "sugar")
    assert len(shown(browser)) == 31
    choose(browser, "message", "")
    choose(browser, "search", "CHO DONG P13")  # in any case and without diacritics
    assert shown(browser) == ["post-p13"]
    choose(browser, "search", "")
    browser.execute_script("document.querySelector('[name=search]').value = ''")
    choose(browser, "order", "file")
    numbers = [int(name.removeprefix("post-p")) for name in shown(browser) if name != "post-p0"]
    assert numbers == sorted(numbers)
    choose(browser, "order", "worst")
    assert browser.get_log("browser") == []


@pytest.mark.browser
def test_the_language_can_be_switched(browser: Any, tmp_path: Path, brief: Brief) -> None:
    report = check(brief, dated_campaign())
    show(browser, tmp_path, render_html(report))
    browser.find_element("css selector", "[data-language=vi]").click()
    vietnamese = browser.find_element("tag name", "body").text
    assert browser.find_element("tag name", "html").get_attribute("lang") == "vi"
    assert "Việc cần làm trước" in vietnamese
    assert "What to do first" not in vietnamese
    caption = browser.find_element("css selector", "#post-p5 blockquote").get_attribute("textContent")
    assert caption == "Rain on day 4, chợ đông"
    browser.find_element("css selector", "[data-language=en]").click()
    assert "What to do first" in browser.find_element("tag name", "body").text

    show(browser, tmp_path, render_html(report, Language.VIETNAMESE))
    assert browser.find_element("tag name", "body").text == vietnamese


@pytest.mark.browser
def test_links_keys_and_the_note(browser: Any, tmp_path: Path, brief: Brief) -> None:
    show(browser, tmp_path, render_html(check(brief, dated_campaign())))
    browser.get((tmp_path / "report.html").as_uri() + "#post-p0")
    assert browser.find_element("id", "post-p0").is_displayed()
    focused = "return document.activeElement.id"
    assert browser.execute_script(focused) == "post-p0"

    browser.get((tmp_path / "report.html").as_uri() + "#posts")
    keys = webdriver_keys(browser)
    order = shown(browser)
    keys("j")
    assert browser.execute_script(focused) == order[0]
    keys("j")
    assert browser.execute_script(focused) == order[1]
    keys("k")
    assert browser.execute_script(focused) == order[0]
    keys("c")
    time.sleep(0.3)
    note = browser.find_element("css selector", f"#{order[0]} .note")
    assert note.find_element("css selector", ".copied").text == "✓"
    letter = note.find_element("css selector", ".letter").text
    keys("/")
    assert browser.execute_script("return document.activeElement.name") == "search"
    browser.switch_to.active_element.send_keys(Keys.CONTROL, "v")
    pasted = browser.execute_script("return document.activeElement.value")
    assert pasted == letter.replace("\n", " ")
    assert browser.get_log("browser") == []


def webdriver_keys(browser: Any) -> Callable[[str], None]:
    return lambda key: ActionChains(browser).send_keys(key).perform()


@pytest.mark.browser
@pytest.mark.parametrize("language", list(Language))
def test_everything_is_there_without_scripts(browser: Any, tmp_path: Path, brief: Brief, language: Language) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        show(browser, tmp_path, render_html(check(brief, dated_campaign()), language))
        for card in browser.find_elements("css selector", "#attention article.post"):
            assert card.is_displayed()
        assert len(browser.find_elements("css selector", "article.post")) == 32
        assert not browser.find_element("css selector", ".filters").is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessibility(browser: Any, tmp_path: Path, all_columns: CampaignReport, scheme: str) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    show(browser, tmp_path, render_html(all_columns))
    browser.execute_script("for (const part of document.querySelectorAll('details')) part.open = true")
    # What is out of sight isn't laid out, which a checker can't see through.
    browser.execute_script(
        "for (const card of document.querySelectorAll('.post')) card.style.contentVisibility = 'visible'"
    )
    assert problems(browser) == []


def problems(browser: Any) -> list[str]:
    """What a checker of accessibility finds wrong with the page."""
    found = Axe().run(browser, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})
    assert len(found["passes"]) > 15
    return [
        f"{one['id']}: {node['html'][:120]}: {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


@pytest.mark.browser
@pytest.mark.parametrize("width", [375, 1440])
def test_nothing_is_wider_than_the_page(
    browser: Any, tmp_path: Path, brief: Brief, all_columns: CampaignReport, width: int
) -> None:
    browser.set_window_size(width, 900)
    long = make_posts("x" * 400 + " the tea has no sugar", "https://a.example/" + "y" * 300 + " rain")
    for report in (check(brief, long), all_columns):
        show(browser, tmp_path, render_html(report))
        browser.execute_script("for (const part of document.querySelectorAll('details')) part.open = true")
        assert browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.browser
def test_after_the_campaign(browser: Any, tmp_path: Path, all_columns: CampaignReport) -> None:
    show(browser, tmp_path, render_html(all_columns))
    section = browser.find_element("id", "after")
    assert len(section.find_elements("css selector", "section.part")) == 7
    for chart in section.find_elements("css selector", ".chart"):
        assert browser.find_element("id", chart.get_attribute("aria-labelledby")).text
        assert chart.find_element("tag name", "svg").size["height"] > 50
    assert section.find_elements("css selector", "b[onclick]") == []
    # By keyboard to the caption that a finding is about, even while filters hide it.
    choose(browser, "platform", "tiktok")
    look = section.find_element("css selector", "#part-audience .posts a")
    look.send_keys(Keys.ENTER)
    time.sleep(0.3)
    card = browser.find_element("id", look.get_attribute("href").partition("#")[2])
    assert card.is_displayed()
    assert browser.switch_to.active_element == card
    browser.find_element("css selector", "[data-language=vi]").click()
    said = section.text
    assert "Nên xem mai.7" in said
    assert "Look at" not in said
    assert browser.get_log("browser") == []


@pytest.mark.browser
def test_a_comparison(browser: Any, tmp_path: Path) -> None:
    before, after = make_posts(f"no sugar {HOSTILE}"), make_posts(f"no sugar at all {HOSTILE}")
    comparison = compare_captions(before, after, None, (HOSTILE, "b"))
    show(browser, tmp_path, render_comparison_html(comparison))
    assert browser.title.startswith(HOSTILE)
    assert browser.find_elements("css selector", "img") == []
    assert problems(browser) == []
    browser.find_element("css selector", "[data-language=vi]").click()
    assert "thêm: at all" in browser.find_element("css selector", ".seen").text
    assert browser.get_log("browser") == []


@pytest.mark.browser
def test_hostile_text_stays_text(browser: Any, tmp_path: Path) -> None:
    brief, captions = hostile_campaign()
    show(browser, tmp_path, render_html(check(brief, captions)))

    assert browser.title.startswith(HOSTILE)
    assert browser.find_elements("css selector", "img, iframe, [onerror]") == []
    assert len(browser.find_elements("css selector", "script")) == 3  # the texts and the two of the page
    assert "{{ 7*7 }}" in browser.find_element("css selector", "h3").text
    choose(browser, "creator", HOSTILE.replace("\\", "\\\\").replace('"', '\\"'))
    assert len(shown(browser)) == 3
    browser.find_element("css selector", "[data-language=vi]").click()
    browser.find_element("css selector", "h3 a").click()
    assert browser.title.startswith(HOSTILE)
    assert browser.find_elements("css selector", "img, iframe, [onerror]") == []
    assert browser.get_log("browser") == []
    assert all(url.startswith("file://") for url in requests(browser))


@pytest.mark.browser
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the naughty strings in ../shared")
def test_naughty_strings_stay_text(browser: Any, tmp_path: Path, brief: Brief) -> None:
    path = SHARED / "data" / "hostile" / "naughty_strings.json"
    strings = [text for text in json.loads(path.read_text(encoding="utf-8")) if text.strip()]
    captions = tuple(
        Post(post_id=text, place=Place(source=text, line=1), caption=text, creator=text, platform=text)
        for text in strings
    )
    show(browser, tmp_path, render_html(check(brief, Captions(posts=captions, skipped=()))))
    assert browser.find_elements("css selector", "img, iframe, a[href^=javascript]") == []
    assert len(browser.find_elements("css selector", "script")) == 3
    assert browser.get_log("browser") == []
    assert all(url.startswith("file://") for url in requests(browser))
