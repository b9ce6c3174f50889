use super::*;
use crate::report::example::Example;

fn html(language: Language) -> String {
    let mut example = Example::evening();
    example.scenario.title = "<b>Oranges</b> & \"sour\"".to_owned();
    let mut out = Vec::new();
    let html = Html { language, command: "nightdesk simulate <night>.toml".to_owned() };
    html.write(&example.report(&[]), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_page_is_one_small_file_that_needs_no_network_and_no_script() {
    let page = html(Language::English);
    assert!(page.len() < 400_000, "{} bytes", page.len());
    for outside in ["http:", "https:", "<script", "<link", "url(", "src=", "@import"] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn what_a_scenario_holds_is_escaped() {
    let page = html(Language::English);
    assert!(!page.contains("<b>") && !page.contains("<night>"));
    assert!(page.contains("&lt;b&gt;Oranges"));
}

#[test]
fn every_picture_has_a_name_and_its_numbers() {
    let page = html(Language::English);
    let pictures = page.matches("<svg ").count();
    assert!(pictures >= 5, "{pictures} pictures");
    assert_eq!(page.matches("role=\"img\" aria-label=\"").count(), pictures);
    assert_eq!(page.matches("<details>").count(), pictures);
}

#[test]
fn a_page_lacks_no_translation() {
    let missing = language::untranslated(Language::Chinese, || drop(html(Language::Chinese)));
    assert_eq!(missing, Vec::<String>::new());
    assert!(html(Language::Chinese).contains("lang=\"zh-CN\""));
}
