"""One reader at one window of the page of `nightdesk serve`."""

import base64
import json
import pathlib
import shutil
import sys
import traceback

from playwright.sync_api import expect, sync_playwright

# What the page says, where a test has to know it.
TEXTS = {
    "en": {"nights": "of 100 nights", "interrupted": "Interrupted", "nowhere": "does not lead to a plan"},
    "zh-CN": {"nights": "100 个夜晚", "interrupted": "已中断", "nowhere": "没有指向任何方案"},
}
WIDTHS = {"phone": 390, "desktop": 1280}


def state_of(scenario, **changes):
    state = {"scenario": scenario, "with": [], "set": changes, "seed": 1}
    return base64.b64encode(json.dumps(state).encode()).decode()


class Session:
    """Opens the page, and waits for its answers."""

    def __init__(self, browser, address, folder, lang="en", width=1280, scheme="light"):
        self.address, self.folder, self.lang = address, pathlib.Path(folder), lang
        self.context = browser.new_context(
            viewport={"width": width, "height": 850}, color_scheme=scheme, accept_downloads=True
        )
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        expect.set_options(timeout=60_000)
        self.wrong = []
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("console", self.said)
        # So many nights were asked for, one answer after another.
        self.nights = []
        self.page.on("request", self.asked)

    def said(self, message):
        # Scenarios with problems are answered with 422, a second search with 429, the cancel of one that has not
        # begun with 409, which Chromium reports.
        if message.type == "error" and not any(code in message.text for code in ("422", "429", "409")):
            self.wrong.append(f"console: {message.text}")

    def asked(self, request):
        if request.url.endswith("/api/simulate"):
            self.nights.append(request.post_data_json["nights"])

    def open(self, scenario, answered=True, **changes):
        # From elsewhere: what differs behind the # only loads no page.
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}/?lang={self.lang}#{state_of(scenario, **changes)}")
        if answered:
            self.answered()

    def settled(self):
        """Answered, and not refined any further."""
        self.answered()
        expect(self.page.locator("#note")).not_to_contain_text("…", timeout=90_000)

    def sentence(self):
        return self.page.locator("#answer .sentence").inner_text()

    def answered(self):
        expect(self.page.locator("#answer .sentence")).to_contain_text(TEXTS[self.lang]["nights"])
        expect(self.page.locator("main:not(.stale)")).to_be_visible()

    def field(self, path, kind="number"):
        return self.page.locator(f"[data-path='{path}'] input[type={kind}]")

    def move(self, path, value):
        self.field(path, "range").fill(str(value))

    def number(self, path):
        return self.field(path).input_value()

    def changed_from(self, before):
        expect(self.page.locator("#answer .sentence")).not_to_have_text(before)
        self.answered()
        return self.sentence()

    def fits(self):
        """Nothing makes the page wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    def search(self, seconds, cancel_after=None):
        """Finds a roster, or the best there is when it is canceled after so many milliseconds."""
        page = self.page
        if not page.locator("#search").is_visible():
            page.locator("#find").click()
        page.locator("#seconds").fill(str(seconds))
        page.locator("#start").click()
        expect(page.locator("#progress")).to_be_visible()
        if cancel_after is not None:
            page.wait_for_timeout(cancel_after)
            page.locator("#cancel").click()
        expect(page.locator("#use")).to_be_visible(timeout=(seconds + 60) * 1000)
        expect(page.locator("#start")).to_be_enabled()


def main(plays):
    """Runs `plays(browser, address, folder)`, which yields names and what to do; says which went well."""
    address, folder = sys.argv[1:3]
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    failed = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, options, play in plays:
            session = Session(browser, address, folder, **options)
            try:
                play(session)
                assert not session.wrong, session.wrong
                print(f"{name}: a session went well", flush=True)
            except Exception as error:  # told, and the next one is tried
                failed.append(f"{name}: {error!r} {traceback.format_exc(limit=-2)}")
                session.page.screenshot(path=session.folder / f"failed-{name.replace(' ', '-')}.png", full_page=True)
            finally:
                session.context.close()
        browser.close()
    print("\n".join(failed))
    sys.exit(1 if failed else 0)
