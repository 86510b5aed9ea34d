"""Every page that a link leads to, for each role, in both languages, on a phone and on a desktop.

Each is checked with axe, for sideways scrolling at 320 px, and for console errors (a CSP breach is one).
`COLEAD_SCREENSHOTS=folder` keeps a picture of each.
"""

import os
from collections import deque
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


def find_pages(page: Page, demo: Demo) -> list[str]:
    """One address of every route that links lead to, beginning where the page is."""
    found: dict[str, str] = {}
    queue = deque([page.url])
    while queue:
        url = queue.popleft()
        route = route_of(url)
        if route is None or route in found or not url.startswith(demo.address) or not is_page(url):
            continue
        answer = page.goto(url)
        assert answer is not None
        assert answer.status == 200, f"{url} answers {answer.status}"
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        found[route] = url
        queue.extend(links_on(page))
    return list(found.values())


def check(page: Page, axe_source: str, name: str) -> list[str]:
    """What axe finds that is serious; a picture is kept when asked for."""
    if SCREENSHOTS:
        folder = Path(SCREENSHOTS)
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", full_page=True)
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


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("role", ["owner", "member"])
def test_every_page_is_usable(
    browser: Browser, demo: Demo, axe_source: str, role: str, language: str
) -> None:
    context = browser.new_context(locale="da-DK" if language == "da" else "en-GB")
    problems: list[str] = []
    page = sign_in(context, demo, role)
    choose_language(page, language)
    page.on(
        "console",
        lambda message: problems.append(f"{page.url}: {message.text}") if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    pages = find_pages(page, demo)
    assert len(pages) > 8, pages
    for url in pages:
        for width, (across, down) in WIDTHS.items():
            page.set_viewport_size({"width": across, "height": down})
            page.goto(url)
            page.wait_for_load_state("networkidle")
            assert page.locator("html").get_attribute("lang") == language
            name = f"{slug_of(route_of(url) or url)}-{role}-{language}-{width}"
            problems += check(page, axe_source, name)
        if scrolls_sideways(page):
            problems.append(f"{url} scrolls sideways at 320 px")
    context.close()
    assert not problems, "\n".join(problems)
