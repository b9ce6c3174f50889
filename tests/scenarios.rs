//! Every bundled scenario loads.

use nightdesk::scenario::{Request, load};

#[test]
fn the_orange_night_loads_without_problems() {
    let request = Request { path: "scenarios/orange-night.toml", ..Request::default() };
    let loaded = load(&request).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(loaded.scenario.inquiries.len(), 3);
    assert_eq!(loaded.render(&loaded.warnings, false).trim(), "");
}
