"""From a recipe to a held and handed-over task, from an allocation to offers: as people do it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from colead.sample import characters
from colead.sample.load import SLUG
from colead.sample.units import MERGED_INTO  # where the member and their lead work today
from e2e.conftest import Demo
from e2e.test_every_page import choose_language, sign_in

pytestmark = pytest.mark.e2e
TITLE = "Welcome of new colleagues, tried in a browser"
AT_WORK = 60_000  # milliseconds that the engine and its worker get


@pytest.fixture
def people_team(browser: Browser, demo: Demo) -> Iterator[Page]:
    yield from _signed_in(browser, demo, "people_team")


@pytest.fixture
def member(browser: Browser, demo: Demo) -> Iterator[Page]:
    yield from _signed_in(browser, demo, "member")


@pytest.fixture
def lead(browser: Browser, demo: Demo) -> Iterator[Page]:
    yield from _signed_in(browser, demo, "unit_lead")


def _signed_in(browser: Browser, demo: Demo, role: str) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB")
    page = sign_in(context, demo, role)
    choose_language(page, "en")  # it stays with the person who signs in, whatever another test chose
    page.goto(f"{demo.address}/o/{SLUG}/leadership/")
    yield page
    context.close()


def test_a_task_is_opened_offered_held_covered_by_a_deputy_and_handed_over(
    demo: Demo, people_team: Page, member: Page, lead: Page
) -> None:
    task = _open_from_a_recipe(demo, people_team)
    offer = _offer(people_team, task, characters.MEMBER.name)
    expect(people_team.locator("#holders-title").locator("../..")).not_to_contain_text(characters.MEMBER.name)

    assignment = _accept(member, offer)
    expect(member.locator("main")).to_contain_text("may decide")  # the mandate

    member.goto(f"{assignment}deputy/")
    _choose(member, characters.UNIT_LEAD.name)
    member.goto(assignment)
    waiting = member.locator("main a[href*='/leadership/offers/']").first.get_attribute("href")
    assert waiting is not None
    _accept(lead, demo.address + waiting)
    member.goto(assignment)
    expect(member.locator("main")).to_contain_text(f"Deputy: {characters.UNIT_LEAD.name}")

    member.get_by_role("button", name="Begin the handover").click()
    member.get_by_role("button", name=re.compile("^Done")).first.click()
    member.get_by_role("textbox", name="What the next one should know").fill("The keys are with the janitor.")
    member.get_by_role("button", name="Keep the note").click()
    member.get_by_role("button", name="It is handed over").click()
    expect(member.locator("main")).to_contain_text("Handed over by")


def _open_from_a_recipe(demo: Demo, page: Page) -> str:
    page.goto(f"{demo.address}/o/{SLUG}/leadership/recipes/?q=new+colleagues")
    page.get_by_role("link", name=re.compile("^Use it")).first.click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Unit", exact=True).select_option(MERGED_INTO)
    page.get_by_role("button", name="Open the task").click()
    expect(page.locator("h1")).to_have_text(TITLE)
    return page.url


def _offer(page: Page, task: str, name: str) -> str:
    page.goto(f"{task}offer/")
    _choose(page, name)
    page.goto(task)
    found = page.locator("#offers-title").locator("xpath=ancestor::section").get_by_role("link", name=name)
    address = found.get_attribute("href")
    assert address is not None
    return page.url.split("/o/")[0] + address


def _choose(page: Page, name: str) -> None:
    """Find a colleague, choose them, and send the form that follows."""
    page.get_by_label("Who?").fill(name)
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("link", name=f"Choose {name}").first.click()
    page.locator("main form[method=post] button[type=submit], main form[method=post] button").last.click()
    page.wait_for_load_state()


def _accept(page: Page, offer: str) -> str:
    """Say yes; returns the page of what is held."""
    page.goto(offer)
    page.get_by_role("button", name="Yes, I take it").click()
    page.wait_for_load_state()
    page.goto(offer)
    page.get_by_role("link", name="Open what is yours").click()
    page.wait_for_url("**/assignments/*/")
    return page.url


def test_a_scenario_is_taken_in_part_and_assigns_nothing(demo: Demo, people_team: Page) -> None:
    page = people_team
    before = _held(page, demo)
    page.goto(f"{demo.address}/o/{SLUG}/leadership/allocate/new/")
    page.get_by_label("Name", exact=True).fill("Everybody, tried in a browser")
    page.get_by_role("button", name="Propose").click()
    expect(page.locator("#summary")).to_be_visible(timeout=AT_WORK)

    boxes = page.locator("input[name=seat]")
    assert boxes.count() > 1
    boxes.nth(0).check()
    page.get_by_role("button", name=re.compile("chosen|selected", re.IGNORECASE)).first.click()
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("offer:")
    assert page.locator("text=/offer: waits/").count() == 1
    assert _held(page, demo) == before


def _held(page: Page, demo: Demo) -> str:
    """Who leads what today, as the file says it."""
    answer = page.request.get(f"{demo.address}/o/{SLUG}/leadership/who-led/who-led.csv")
    assert answer.ok
    return answer.text()
