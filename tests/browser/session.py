"""A planner's session with the page of `nightdesk serve` in headless Chromium.

session.py ADDRESS FOLDER

In both languages, at phone and desktop width: open, move a slider and see the number change, lay plans side by
side, undo, look for staff, take its roster, save, reload, link, download, look at results. Says what failed,
and ends with 1.
"""

import re

from playwright.sync_api import expect
from window import TEXTS, WIDTHS, main

SCENARIO = "evening.toml"
AGENTS = "team.night.shift.evening.agents"
# The lower end of the interval, which stands in brackets in both languages.
LOW = re.compile(r"\([<>]?(\d+)")


def plays(session):
    """Everything that a planner does; raises where something is not as it should be."""
    page = session.page
    session.open(SCENARIO)
    assert session.fits(), "wider than the window"
    assert "<b>" in page.title(), page.title()
    assert page.locator("html").get_attribute("lang") == session.lang
    moves_a_slider(session)
    lays_beside(session)
    makes_a_mistake(session)
    looks_for_staff(session)
    file = saves(session)
    links(session, file)
    downloads(session)
    looks_at_results(session)


def moves_a_slider(session):
    """A number changes, at first on few nights, then on more, until it is known."""
    page = session.page
    session.settled()
    assert session.nights[:3] == [200, 800, 3200], session.nights
    first = session.sentence()
    page.locator("#keep").click()
    session.move(AGENTS, 6)
    more = session.changed_from(first)
    assert session.number(AGENTS) == "6"
    low = lambda text: int(LOW.search(text).group(1))
    assert low(more) > low(first), (first, more)


def lays_beside(session):
    """Plan A, what stands now, and the difference with its interval; undo takes back."""
    page = session.page
    rows = page.locator("#compare tbody tr")
    expect(rows.first).to_be_visible()
    cells = rows.first.locator("td").all_inner_texts()
    assert len(cells) == 3 and "%" in cells[0] and "%" in cells[1], cells
    assert "…" in cells[2] and "+" in cells[2], cells
    assert session.fits(), "wider than the window beside plan A"
    more = session.sentence()
    page.locator("#undo").click()
    session.changed_from(more)
    assert session.number(AGENTS) == "3"
    page.locator("[name='lever.text']").check()
    session.answered()
    page.locator("#keep").click()
    expect(rows).to_have_count(0)
    session.settled()
    known = re.search(r"± ([\d.]+)", page.locator("#note").inner_text())
    assert known and float(known.group(1)) <= 0.5, page.locator("#note").inner_text()


def makes_a_mistake(session):
    """The problem stands at its field, in the reader's language, and goes with it."""
    page = session.page
    at = page.locator('[data-path="team.night.shift.evening.to"]')
    at.locator("input").fill("25:99")
    at.locator("input").press("Enter")
    expect(at.locator(".fault")).to_be_visible()
    assert at.locator("input").get_attribute("aria-invalid") == "true"
    said = at.locator(".fault").inner_text()
    assert ("钟点" in said) == (session.lang == "zh-CN"), said
    page.locator("#undo").click()
    expect(at.locator(".fault")).to_have_count(0)
    session.answered()


def looks_for_staff(session):
    """A roster, and then the roster in the fields."""
    page = session.page
    session.search(8)
    assert page.locator("#found .gantt").count() == 1
    before = session.sentence()
    page.locator("#use").click()
    session.answered()
    assert session.sentence() != before or session.number(AGENTS) == "3", "the roster changed nothing"


def saves(session):
    """A new file with the comments of the old one, opened at once; the same after a reload."""
    page = session.page
    found = session.number(AGENTS)
    file = f"saved-{session.lang}-{page.viewport_size['width']}.toml"
    page.locator("#name").fill(file)
    page.locator("#save").click()
    expect(page.locator("#scenario")).to_have_value(file)
    session.settled()
    saved = (session.folder / file).read_text(encoding="utf-8")
    assert "# who is asked to come" in saved and f"plan = {found}" in saved, saved
    kept = session.sentence()
    page.reload()
    session.settled()
    expect(page.locator("#scenario")).to_have_value(file)
    assert session.number(AGENTS) == found
    assert session.sentence() == kept, (kept, session.sentence())
    return file


def links(session, file):
    """The address that is copied brings somebody else to the same state; nothing of it goes to the server."""
    page = session.page
    session.move(AGENTS, 9)
    session.settled()
    kept = session.sentence()
    page.locator("#link").click()
    address = page.evaluate("navigator.clipboard.readText()")
    assert "#" in address and "9" not in address.split("#")[0].split("?")[1], address
    other = session.context.new_page()
    try:
        other.goto(address)
        expect(other.locator("#answer .sentence")).to_have_text(kept, timeout=90_000)
        expect(other.locator(f'[data-path="{AGENTS}"] input[type=number]')).to_have_value("9")
        expect(other.locator("#scenario")).to_have_value(file)
    finally:
        other.close()
    # In the page that is open already, and one that leads nowhere.
    session.move(AGENTS, 5)
    session.settled()
    page.evaluate("address => { location.href = address; }", address)
    expect(session.field(AGENTS)).to_have_value("9")
    session.settled()
    assert session.sentence() == kept, (kept, session.sentence())
    page.evaluate("() => { location.hash = 'nowhere'; }")
    expect(page.locator("#note")).to_contain_text(TEXTS[session.lang]["nowhere"])
    assert page.url == address, page.url


def downloads(session):
    """Report and spreadsheet of what stands."""
    page, name = session.page, f"{session.lang}-{session.page.viewport_size['width']}"
    for button, ending in (("#download", "html"), ("#spreadsheet", "xlsx")):
        with page.expect_download() as download:
            page.locator(button).click()
        path = session.folder / f"{name}.{ending}"
        download.value.save_as(path)
        assert path.stat().st_size > 5_000, path
    reads(session, session.folder / f"{name}.html")


def looks_at_results(session):
    """What runs have written is listed and opens."""
    page = session.page
    page.locator("#results summary").click()
    link = page.locator("#results a", has_text="results/earlier/report.html")
    expect(link).to_be_visible()
    with session.context.expect_page() as opened:
        link.click()
    expect(opened.value.locator(".answer .sentence")).to_be_visible()
    opened.value.close()


def reads(session, report):
    """The report as it is passed on: no wider than the window, dark too, few pages on paper, nothing fetched."""
    page = session.context.new_page()
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    try:
        page.emulate_media(color_scheme="dark")
        page.goto(report.as_uri())
        assert page.locator("html").get_attribute("lang") == session.lang
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper != "rgb(255, 255, 255)", paper
        pages = page.pdf(format="A4").count(b"/Type /Page\n")
        assert pages <= 8, f"{pages} pages"
        assert [url for url in fetched if not url.startswith(("file:", "data:"))] == [], fetched
    finally:
        page.close()


if __name__ == "__main__":
    main(
        (f"{lang} {name}", {"lang": lang, "width": width}, plays)
        for lang in TEXTS
        for name, width in WIDTHS.items()
    )
