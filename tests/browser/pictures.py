"""The pictures of the README: pictures.py ADDRESS FOLDER PICTURES, while orange-night.toml is in FOLDER.

What is written to PICTURES is not tested by anything: look at it.
"""

import pathlib
import shutil
import sys

from playwright.sync_api import expect, sync_playwright
from window import Session

SHOTS = [("serve", "en", 1280, "light"), ("serve-zh", "zh-CN", 390, "light"), ("serve-dark", "en", 1280, "dark")]


def draw(browser, address, folder, pictures):
    for name, lang, width, scheme in SHOTS:
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


if __name__ == "__main__":
    address, folder, pictures = sys.argv[1:4]
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        draw(browser, address, folder, pathlib.Path(pictures))
        browser.close()
