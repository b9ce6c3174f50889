"""Rosters of families of shifts and of levels, taken from the search into the page.

rosters.py ADDRESS FOLDER
"""

import pathlib
import re
import tomllib

from playwright.sync_api import expect
from window import TEXTS, main

NEW = re.compile(r"\[team\.night\.shift\.\"?(late-\d{4}-\w+)")

# A search that takes a while.
LONG = "orange-night-shifts.toml"


def families(session):
    """Shifts that the file does not have become fields, and are saved as `staff` would write them."""
    page = session.page
    session.open("families.toml")
    assert page.locator("[data-path*='late-']").count() == 0
    first = session.sentence()
    session.search(8)
    with page.expect_download() as download:
        page.locator("#found button", has_text="Download this scenario").click()
    staffed = pathlib.Path(download.value.path()).read_text(encoding="utf-8")
    chosen = NEW.findall(staffed)
    assert chosen, staffed
    page.locator("#use").click()
    found = session.changed_from(first)
    for name in chosen:
        agents = f"team.night.shift.{name}.agents"
        planned = re.search(rf"{name}\"?\][^[]*agents = {{ plan = (\d+)", staffed).group(1)
        assert session.number(agents) == planned, (name, session.number(agents), planned)
    # What stands now can be played with, and taken back.
    session.settled()
    found = session.sentence()
    session.move(f"team.night.shift.{chosen[0]}.agents", 12)
    session.changed_from(found)
    page.locator("#undo").click()
    session.settled()
    assert session.sentence() == found, (session.sentence(), found)
    page.locator("#name").fill("family-saved.toml")
    page.locator("#save").click()
    expect(page.locator("#scenario")).to_have_value("family-saved.toml")
    saved = (session.folder / "family-saved.toml").read_text(encoding="utf-8")
    assert "# nobody is asked before noon" in saved and "# who is asked to come" in saved, saved
    assert ".shifts." not in saved, saved
    session.settled()
    assert session.sentence() == found, (session.sentence(), found)
    # And the file that staff wrote says the same.
    (session.folder / "family-staffed.toml").write_text(staffed, encoding="utf-8")
    session.open("family-staffed.toml")
    session.settled()
    assert session.sentence() == found, (session.sentence(), found)


def levels(session):
    """Steps without a plan get one, of two teams at once."""
    page = session.page
    session.open("levels.toml", answered=False)
    expect(page.locator("#note")).to_contain_text("run staff first")
    expect(page.locator(".fault").first).to_contain_text("run staff first")
    session.search(8)
    page.locator("#use").click()
    session.settled()
    found = session.sentence()
    steps = page.locator("[data-path^='team.night.on_duty.steps.'] input[type=number]")
    planned = [int(it.input_value()) for it in steps.all()]
    assert len(planned) == 3 and sum(planned) > 0, planned
    assert int(session.number("team.seniors.shift.evening.agents")) >= 1
    page.locator("#name").fill("levels-saved.toml")
    page.locator("#save").click()
    expect(page.locator("#scenario")).to_have_value("levels-saved.toml")
    session.settled()
    assert session.sentence() == found, (session.sentence(), found)
    text = (session.folder / "levels-saved.toml").read_text(encoding="utf-8")
    assert "# by the half hour" in text and "# never nobody" in text, text
    steps = tomllib.loads(text)["team"]["night"]["on_duty"]["steps"]
    assert [step["plan"] for step in steps.values()] == planned, text


def canceled(session):
    """Who cancels gets the best so far, with a word that it was interrupted, and can use it."""
    page = session.page
    session.open(LONG)
    session.search(120, cancel_after=2500)
    expect(page.locator("#searching")).to_contain_text(TEXTS[session.lang]["interrupted"])
    assert page.locator("#found .gantt").count() == 1
    assert page.locator("#found .answer > p").count() >= 3
    before = session.sentence()
    page.locator("#use").click()
    session.changed_from(before)
    assert page.locator("[data-path*='.any-'] input[type=range]").count() > 0


if __name__ == "__main__":
    main(
        [
            ("families", {}, families),
            ("levels", {}, levels),
            ("canceled en", {}, canceled),
            ("canceled zh-CN", {"lang": "zh-CN", "width": 390}, canceled),
        ]
    )
