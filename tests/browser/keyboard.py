"""A session without a mouse: everything is reached by Tab, used by keys, and seen to have the focus.

keyboard.py ADDRESS FOLDER
"""

from playwright.sync_api import expect
from window import TEXTS, main

SCENARIO = "evening.toml"
AGENTS = "team.night.shift.evening.agents"

FOCUSED = """() => {
  const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();
  return {
    id: it.id, name: it.name ?? "", type: it.type ?? "", tag: it.tagName,
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1.5,
    inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def tab_to(session, is_there, most=120, key="Tab"):
    """Presses Tab until it is reached; all on the way can be seen to have the focus."""
    for _ in range(most):
        session.page.keyboard.press(key)
        at = session.page.evaluate(FOCUSED)
        if at["tag"] != "BODY":
            assert at["ring"] and at["inside"], at
        if is_there(at):
            return at
    raise AssertionError("not reached by Tab")


def by_id(name):
    return lambda at: at["id"] == name


def plays(session):
    page, keys = session.page, session.page.keyboard
    session.open(SCENARIO)
    session.settled()
    first = session.sentence()
    tab_to(session, by_id("keep"))
    keys.press("Enter")
    tab_to(session, lambda at: at["name"] == AGENTS and at["type"] == "range")
    keys.press("ArrowRight")
    expect(session.field(AGENTS)).to_have_value("4")
    # Drawing the fields anew must not lose the place.
    at = page.evaluate(FOCUSED)
    assert at["name"] == AGENTS and at["type"] == "range", at
    keys.press("ArrowRight")
    more = session.changed_from(first)
    assert session.number(AGENTS) == "5"
    expect(page.locator("#compare tbody tr").first).to_be_visible()
    tab_to(session, by_id("undo"), key="Shift+Tab")
    keys.press("Enter")
    keys.press("Enter")
    session.changed_from(more)
    assert session.number(AGENTS) == "3"
    # A search that takes a while.
    session.open("orange-night-shifts.toml")
    expect(page.locator("#scenario")).to_have_value("orange-night-shifts.toml")
    tab_to(session, by_id("find"))
    keys.press("Space")
    expect(page.locator("#search")).to_be_visible()
    tab_to(session, by_id("seconds"))
    keys.press("Control+A")
    keys.type("120")
    keys.press("Enter")
    expect(page.locator("#progress")).to_be_visible()
    # What was pressed is off now; the focus is on what can be done about it.
    assert page.evaluate(FOCUSED)["id"] == "cancel"
    page.wait_for_timeout(1000)
    keys.press("Enter")
    expect(page.locator("#searching")).to_contain_text(TEXTS[session.lang]["interrupted"])
    expect(page.locator("#use")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("#search")).to_be_hidden()
    session.answered()
    tab_to(session, lambda at: at["tag"] == "SUMMARY")
    keys.press("Enter")
    expect(page.locator("details[open]").first).to_be_visible()


if __name__ == "__main__":
    main([("keyboard", {}, plays)])
