"""A planner's session with the page of `nightdesk serve` in headless Chromium.

session.py ADDRESS FOLDER [--pictures DIR]

In both languages, at phone and desktop width: open, move a slider and see the number change, lay plans side by
side, undo, look for staff, cancel, save, reload, download. Says what failed, and ends with 1. With --pictures it
draws the pictures of the README of the scenario orange-night.toml in FOLDER instead.
"""

import base64
import json
import pathlib
import re
import shutil
import sys
import traceback

from playwright.sync_api import expect, sync_playwright

SCENARIO = "evening.toml"
AGENTS = "team.night.shift.evening.agents"
TEXTS = {
    "en": {"nights": "of 100 nights", "keep": "Keep as plan A", "canceled": "Canceled", "saved": "Saved"},
    "zh-CN": {"nights": "100 个夜晚", "keep": "保留为方案 A", "canceled": "已取消", "saved": "已保存"},
}
WIDTHS = {"phone": 390, "desktop": 1280}


def state_of(scenario, **changes):
    state = {"scenario": scenario, "with": [], "set": changes, "seed": 1}
    return base64.b64encode(json.dumps(state).encode()).decode()


class Session:
    """One reader at one window."""

    def __init__(self, browser, address, folder, lang, width, scheme="light"):
        self.address, self.folder, self.lang = address, pathlib.Path(folder), lang
        self.context = browser.new_context(
            viewport={"width": width, "height": 850}, color_scheme=scheme, accept_downloads=True
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        expect.set_options(timeout=20_000)
        self.wrong = []
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("console", self.said)

    def said(self, message):
        # Scenarios with problems are answered with 422, a second search with 429, which Chromium reports.
        if message.type == "error" and not any(code in message.text for code in ("422", "429")):
            self.wrong.append(f"console: {message.text}")

    def open(self, scenario, **changes):
        self.page.goto(f"{self.address}/?lang={self.lang}#{state_of(scenario, **changes)}")
        self.answered()

    def settled(self):
        """Answered, and not refined any further."""
        self.answered()
        expect(self.page.locator("#note")).not_to_contain_text("…")

    def sentence(self):
        return self.page.locator("#answer .sentence").inner_text()

    def answered(self):
        expect(self.page.locator("#answer .sentence")).to_contain_text(TEXTS[self.lang]["nights"])
        expect(self.page.locator("main:not(.stale)")).to_be_visible()

    def move(self, path, value):
        self.page.locator(f'[data-path="{path}"] input[type=range]').fill(str(value))

    def number(self, path):
        return self.page.locator(f'[data-path="{path}"] input[type=number]').input_value()

    def changed_from(self, before):
        expect(self.page.locator("#answer .sentence")).not_to_have_text(before)
        self.answered()
        return self.sentence()

    def fits(self):
        """Nothing makes the page wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def plays(session, name):
    """Everything that a planner does; raises where something is not as it should be."""
    page = session.page
    session.open(SCENARIO)
    assert session.fits(), "wider than the window"
    assert "<b>" in page.title(), page.title()
    assert page.locator("html").get_attribute("lang") == session.lang
    first = session.sentence()

    page.locator("#keep").click()
    session.move(AGENTS, 6)
    more = session.changed_from(first)
    assert session.number(AGENTS) == "6"
    # The lower end of the interval, which stands in brackets in both languages.
    low = lambda text: int(re.search(r"\([<>]?(\d+)", text).group(1))
    assert low(more) > low(first), (first, more)

    rows = page.locator("#compare tbody tr")
    expect(rows.first).to_be_visible()
    assert "…" in rows.first.inner_text() and "+" in rows.first.inner_text(), rows.first.inner_text()
    assert session.fits(), "wider than the window beside plan A"

    page.locator("#undo").click()
    session.changed_from(more)
    assert session.number(AGENTS) == "3"

    page.locator("[name='lever.text']").check()
    session.answered()
    page.locator("#keep").click()

    at = page.locator('[data-path="team.night.shift.evening.to"]')
    at.locator("input").fill("25:99")
    at.locator("input").press("Enter")
    expect(at.locator(".fault")).to_be_visible()
    page.locator("#undo").click()
    expect(at.locator(".fault")).to_have_count(0)
    session.answered()

    page.locator("#find").click()
    page.locator("#seconds").fill("120")
    page.locator("#start").click()
    expect(page.locator("#progress")).to_be_visible()
    page.locator("#cancel").click()
    expect(page.locator("#searching")).to_have_text(TEXTS[session.lang]["canceled"])
    page.locator("#seconds").fill("8")
    # The search that was given up has to notice first.
    for _ in range(20):
        page.locator("#start").click()
        expect(page.locator("#start")).to_be_enabled()
        if page.locator("#use").count():
            break
        page.wait_for_timeout(500)
    assert page.locator("#found .gantt").count() == 1
    before = session.sentence()
    page.locator("#use").click()
    session.answered()
    found = session.number(AGENTS)
    assert session.sentence() != before or found == "3", "the roster changed nothing"

    file = f"saved-{session.lang}-{name}.toml"
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
    expect(page.locator(f'[data-path="{AGENTS}"] input[type=number]')).to_have_value(found)
    assert session.sentence() == kept, (kept, session.sentence())

    for button, ending in (("#download", "html"), ("#spreadsheet", "xlsx")):
        with page.expect_download() as download:
            page.locator(button).click()
        path = session.folder / f"{session.lang}-{name}.{ending}"
        download.value.save_as(path)
        assert path.stat().st_size > 5_000, path
    reads(session, session.folder / f"{session.lang}-{name}.html")
    assert not session.wrong, session.wrong


def reads(session, report):
    """The report as it is passed on: no wider than the window, dark too, few pages on paper."""
    page = session.context.new_page()
    try:
        page.emulate_media(color_scheme="dark")
        page.goto(report.as_uri())
        assert page.locator("html").get_attribute("lang") == session.lang
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper != "rgb(255, 255, 255)", paper
        pages = page.pdf(format="A4").count(b"/Type /Page\n")
        assert pages <= 8, f"{pages} pages"
    finally:
        page.close()


def draw(browser, address, folder, pictures):
    """The pictures of the README."""
    shots = [("serve", "en", 1280, "light"), ("serve-zh", "zh-CN", 390, "light"), ("serve-dark", "en", 1280, "dark")]
    for name, lang, width, scheme in shots:
        session = Session(browser, address, folder, lang, width, scheme)
        expect.set_options(timeout=120_000)
        session.open("orange-night.toml")
        if name != "serve-zh":
            session.page.locator("#keep").click()
            session.page.locator("[name='lever.sour-text']").check()
            expect(session.page.locator("#compare td.good").first).to_be_visible()
        session.answered()
        session.page.evaluate("scrollTo(0, 0)")
        session.page.screenshot(path=pictures / f"{name}.png")
        session.context.close()


def main():
    address, folder = sys.argv[1:3]
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    failed = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        if sys.argv[3:4] == ["--pictures"]:
            return draw(browser, address, folder, pathlib.Path(sys.argv[4]))
        for lang in TEXTS:
            for name, width in WIDTHS.items():
                session = Session(browser, address, folder, lang, width)
                try:
                    plays(session, name)
                    print(f"{lang}, {name}: a session went well")
                except Exception as error:  # told, and the next one is tried
                    failed.append(f"{lang}, {name}: {error!r} {traceback.format_exc(limit=-2)}")
                    session.page.screenshot(path=session.folder / f"failed-{lang}-{name}.png", full_page=True)
                finally:
                    session.context.close()
        browser.close()
    print("\n".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
