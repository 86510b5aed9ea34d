"""Every page that a link leads to, for two roles, in both languages, on a phone and on a desktop.

A page is loaded once in each language; then its window is resized. Each is checked with axe (English on the
desktop, Danish on the phone), for sideways scrolling at 320 px, and for console errors (a CSP breach is one).
`COLEAD_SCREENSHOTS=folder` keeps a picture of each.
"""

import os
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Page

from e2e.conftest import Demo, slug_of

pytestmark = pytest.mark.e2e

WIDTHS = {"phone": (390, 844), "desktop": (1440, 900)}
SCREENSHOTS = os.environ.get("COLEAD_SCREENSHOTS")
LOOK_FOR = {"serious", "critical"}
LOOKED_AT = {"en": "desktop", "da": "phone"}  # by axe
CUT_OFF_MENUS = """() => [...document.querySelectorAll("details.menu")].filter(menu => {
  if (!menu.checkVisibility()) return false;
  menu.open = true;
  const { left, right } = menu.querySelector(".menu-panel").getBoundingClientRect();
  menu.open = false;
  return left < 0 || right > window.innerWidth;
}).map(menu => menu.innerText)"""
EMPTY_ICONS = """() => [...document.querySelectorAll("svg.icon > use")]
  .filter(icon => icon.checkVisibility() && !icon.getBBox().width)
  .map(icon => icon.getAttribute("href"))"""
FETCHES = "[data-url]"  # a part of the page that comes later: the map


def sign_in(context: BrowserContext, demo: Demo, role: str) -> Page:
    page = context.new_page()
    page.goto(demo.links[role])
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    return page


def choose_language(page: Page, language: str) -> None:
    """Press the button in the account menu, unless the page speaks that language already."""
    if page.locator("html").get_attribute("lang") != language:
        page.locator(".topbar details.menu > summary").last.click()
        page.locator(f"button[name=language][value={language}]").click()
        page.wait_for_load_state()


def route_of(url: str) -> str | None:
    """The URL pattern an address belongs to; None for downloads and addresses elsewhere."""
    try:
        return str(resolve(urlsplit(url).path).route)
    except Resolver404:
        return None


def links_on(page: Page) -> list[str]:
    return page.eval_on_selector_all("a[href]", "links => links.map(link => link.href.split('#')[0])")


def is_page(url: str) -> bool:
    return not any(
        part in url for part in ("export", "download", "openapi", ".csv", ".json", "template", "/errors")
    )


def walk(page: Page, demo: Demo) -> Iterator[str]:
    """Open one address of every route that links lead to, beginning where the page is."""
    seen: set[str] = set()
    queue = deque([page.url])
    while queue:
        url = queue.popleft()
        route = route_of(url)
        if route is None or route in seen or not url.startswith(demo.address) or not is_page(url):
            continue
        answer = page.goto(url)
        assert answer is not None
        assert answer.status == 200, f"{url} answers {answer.status}"
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        seen.add(route)
        queue.extend(links_on(page))
        yield url


def look(page: Page, axe_source: str, role: str, language: str) -> list[str]:
    """What is wrong with the page that is open, in words; a picture at each width is kept when asked for."""
    assert page.locator("html").get_attribute("lang") == language
    if page.locator(FETCHES).count():
        page.wait_for_load_state("networkidle")
    name = f"{slug_of(route_of(page.url) or page.url)}-{role}-{language}"
    problems = []
    for width, (across, down) in WIDTHS.items():
        page.set_viewport_size({"width": across, "height": down})
        if SCREENSHOTS:
            page.screenshot(path=Path(SCREENSHOTS) / f"{name}-{width}.png", full_page=True)
        if LOOKED_AT[language] == width:
            problems += violations(page, axe_source, f"{name}-{width}")
    if scrolls_sideways(page):
        problems.append(f"{name} scrolls sideways at 320 px")
    problems += [f"{name}: the menu {menu!r} is cut off at 320 px" for menu in page.evaluate(CUT_OFF_MENUS)]
    problems += [f"{name}: {icon} is not drawn" for icon in page.evaluate(EMPTY_ICONS)]
    return problems


def violations(page: Page, axe_source: str, name: str) -> list[str]:
    """What axe finds that is serious."""
    page.evaluate(axe_source)
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{name}: {violation['id']} ({violation['impact']}) {violation['nodes'][0]['html'][:160]}"
        for violation in result["violations"]
        if violation["impact"] in LOOK_FOR
    ]


def scrolls_sideways(page: Page) -> bool:
    page.set_viewport_size({"width": 320, "height": 700})
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"))


@pytest.mark.parametrize("role", ["owner", "member"])
def test_every_page_is_usable(browser: Browser, demo: Demo, axe_source: str, role: str) -> None:
    context = browser.new_context(locale="en-GB")
    problems: list[str] = []
    page = sign_in(context, demo, role)
    page.on(
        "console",
        lambda message: problems.append(f"{page.url}: {message.text}") if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    choose_language(page, "en")
    pages = []
    for url in walk(page, demo):
        pages.append(url)
        problems += look(page, axe_source, role, "en")
    assert len(pages) > 8, pages
    choose_language(page, "da")
    for url in pages:
        page.goto(url)
        problems += look(page, axe_source, role, "da")
    context.close()
    assert not problems, "\n".join(problems)
