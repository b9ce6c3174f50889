"""The page and the reports before axe-core, in both languages, by day and by night, on a phone and on a desk.

accessible.py ADDRESS FOLDER

FOLDER/reports holds COMMAND-LANG/report.html of every command.
"""

import importlib.resources

from playwright.sync_api import expect
from window import TEXTS, WIDTHS, main

AXE = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def passes(page, what):
    """No violation of any rule, of whatever weight; what axe is not sure of does not count."""
    # The page lets in no script but its own, so the checker is put in from outside it.
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    assert len(found["passes"]) > 10, f"{what}: only {len(found['passes'])} rules tried"
    told = [
        f"{it['impact']} {it['id']}: {node['target']} {node['failureSummary']}"
        for it in found["violations"]
        for node in it["nodes"][:3]
    ]
    assert not told, f"{what}: " + "\n".join(told)


def is_watched(session):
    """The checker sees what is wrong: a picture without words, grey on grey."""
    page = session.page
    page.set_content("<html><body><main><h1>x</h1><img src='data:,'><p style='color:#bbb;background:#ccc'>grey on grey is hard to read</p></main>")
    try:
        passes(page, "a bad page")
    except AssertionError as error:
        assert "image-alt" in str(error) and "color-contrast" in str(error), error
    else:
        raise AssertionError("the checker sees nothing")


def page_is(session):
    """The page with all that can open on it."""
    page = session.page
    session.open("evening.toml")
    passes(page, "the page")
    page.locator("#keep").click()
    session.move("team.night.shift.evening.agents", 6)
    expect(page.locator("#compare td.good").first).to_be_visible()
    session.answered()
    page.locator("#results summary").click()
    expect(page.locator("#results a").first).to_be_visible()
    session.search(6)
    to = page.locator('[data-path="team.night.shift.evening.to"]')
    to.locator("input").fill("25:99")
    to.locator("input").press("Enter")
    expect(to.locator(".fault")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach((it) => { it.open = true; })")
    page.locator("main").evaluate("(it) => it.classList.remove('stale')")
    passes(page, "the page with everything open")


def reports_are(session):
    """All reports of the language, with the tables behind their pictures open."""
    reports = sorted((session.folder / "reports").glob(f"*-{session.lang}/report.html"))
    assert len(reports) == 5, reports
    wrong = []
    for report in reports:
        assert report.stat().st_size < 400_000, f"{report}: {report.stat().st_size}"
        session.page.goto(report.as_uri())
        session.page.evaluate("document.querySelectorAll('details').forEach((it) => { it.open = true; })")
        assert session.fits(), f"{report.parent.name} is wider than the window"
        try:
            passes(session.page, report.parent.name)
        except AssertionError as error:  # told with those of the others
            wrong.append(str(error))
    assert not wrong, "\n".join(wrong)


def plays():
    yield "checker", {}, is_watched
    for lang in TEXTS:
        for scheme in ("light", "dark"):
            for width in WIDTHS.values():
                options = {"lang": lang, "scheme": scheme, "width": width}
                yield f"reports {lang} {scheme} {width}", options, reports_are
            options = {"lang": lang, "scheme": scheme, "width": 390 if scheme == "dark" else 1280}
            yield f"page {lang} {scheme}", options, page_is


if __name__ == "__main__":
    main(plays())
