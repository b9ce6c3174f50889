//! Published standards bring the targets that were published, and the scenario has the last word.

mod command;

use command::{Folder, json, stderr, stdout, wide};
use nightdesk::scenario::{ChannelKind, Loaded, Measure, Request, TargetClock, load_text_with};
use nightdesk::simulation::plan::Plan;
use nightdesk::units::Span;

/// A desk with a chat, a phone that rings for 6 s, and letters, or with some of these.
fn desk(standard: &str, channels: &[&str]) -> String {
    let kind = |channel: &&str| match *channel {
        "feige" => "[channel.feige]\nkind = \"chat\"\n",
        "hotline" => "[channel.hotline]\nkind = \"phone\"\nring = \"6s\"\n",
        _ => "[channel.letters]\nkind = \"message\"\n",
    };
    let channels_text: String = channels.iter().map(kind).collect();
    let share = 1.0 / channels.len() as f64;
    let shares: Vec<String> = channels.iter().map(|channel| format!("{channel} = {share}")).collect();
    format!(
        "standard = {standard}\nopens = 2026-11-11T18:00:00\ncloses = 2026-11-12T02:00:00\n{channels_text}\
         [inquiry.taste]\nbaseline = {{ steps = {{ \"00:00\" = 10 }} }}\nreply = \"1min\"\nchannels = {{ {} }}\n\
         [team.night]\nskills = \"*\"\nshift.all = {{ from = \"18:00\", to = \"02:00\", agents = 3 }}\n",
        shares.join(", ")
    )
}

fn load(text: &str) -> Loaded {
    let request = Request { path: "standards.toml", ..Request::default() };
    load_text_with(text, &request).unwrap_or_else(|problems| panic!("{problems}"))
}

const ALL: [&str; 3] = ["feige", "hotline", "letters"];

/// The names, measures, times and shares as their sources say them; see the files' own comments.
#[test]
fn every_standard_brings_what_was_published() {
    let minutes = |minutes: i64| Span::from_whole_seconds(60 * minutes);
    let published = [
        ("douyin-3min", "douyin-3min", Measure::EachReply, minutes(3), 0.9, Some(30), true),
        ("kuaishou-3min", "kuaishou-3min", Measure::FirstReply, minutes(3), 0.7, Some(30), false),
        ("xiaohongshu-3min", "xiaohongshu-3min", Measure::FirstReply, minutes(3), 0.7, Some(30), true),
        ("tiktok-shop-12h", "tiktok-shop-12h", Measure::FirstReply, minutes(720), 0.85, Some(30), false),
        ("3-5-10", "3-5-10-reply", Measure::FirstReply, minutes(3), 0.9, None, false),
        ("3-5-10", "3-5-10-solution", Measure::Solution, minutes(5), 0.8, None, false),
        ("3-5-10", "3-5-10-conclusion", Measure::Conclusion, minutes(10), 0.8, None, false),
        ("5min-3rings", "5min-3rings-chat", Measure::FirstReply, minutes(5), 0.9, None, false),
        // Three rings of this phone.
        ("5min-3rings", "5min-3rings-phone", Measure::Answer, Span::from_whole_seconds(18), 0.8, None, false),
        ("2h-24h", "2h-24h-first-reply", Measure::FirstReply, minutes(120), 0.9, None, true),
        ("2h-24h", "2h-24h-solution", Measure::Solution, minutes(1440), 0.9, None, true),
    ];
    for (standard, target, measure, within, at_least, over, has_hours) in published {
        let loaded = load(&desk(&format!("\"{standard}\""), &ALL));
        let it = loaded.scenario.targets.get(target).unwrap_or_else(|| panic!("{standard} has no {target}"));
        assert_eq!((it.measure, it.within, it.over), (measure, within, over), "{target}");
        assert_eq!(it.at_least.value(), at_least, "{target}");
        assert_eq!(!it.hours.windows.is_empty(), has_hours, "{target}");
        assert!(Plan::compile(&loaded.scenario).is_ok());
        let taken = &loaded.standards[0];
        assert_eq!((loaded.standards.len(), taken.name.as_str()), (1, standard));
        for said in [&taken.title, &taken.source, &taken.dated, &taken.note] {
            assert!(said.len() >= 10, "{standard} does not say everything: {taken:?}");
        }
    }
    let office = &load(&desk("\"2h-24h\"", &ALL)).scenario.targets["2h-24h-solution"];
    assert_eq!(office.clock, TargetClock::Hours);
}

#[test]
fn a_standard_counts_channels_by_their_kind() {
    let loaded = load(&desk("\"douyin-3min\"", &ALL));
    assert_eq!(loaded.scenario.targets["douyin-3min"].kinds, Some(vec![ChannelKind::Chat]));
    // Channels by name: feige, hotline, letters.
    assert_eq!(Plan::compile(&loaded.scenario).unwrap().targets[0].channels, [true, false, false]);
    let both = load(&desk("\"tiktok-shop-12h\"", &ALL));
    assert_eq!(Plan::compile(&both.scenario).unwrap().targets[0].channels, [true, false, true]);
}

#[test]
fn what_counts_no_channel_of_the_scenario_is_left_out() {
    let chats = load(&desk("\"5min-3rings\"", &["feige", "letters"]));
    assert_eq!(chats.scenario.targets.keys().collect::<Vec<_>>(), ["5min-3rings-chat"]);
    assert_eq!(chats.standards[0].left_out, ["5min-3rings-phone"]);
    assert_eq!(chats.standards[0].targets, [("5min-3rings-chat".to_owned(), Vec::new())]);
    // The score goes with the target that it needs.
    let calls = load(&desk("\"xiaohongshu-3min\"", &["hotline"]));
    assert!(calls.scenario.targets.is_empty() && calls.scenario.store_score.is_none());
    // Unless the scenario says what to count.
    let own = desk("\"5min-3rings\"", &["feige", "letters"])
        + "[target.5min-3rings-phone]\nmeasure = \"first_reply\"\nkinds = [\"message\"]\nwithin = \"1h\"\n";
    assert_eq!(load(&own).scenario.targets.len(), 2);
}

#[test]
fn the_scenario_overrides_a_standard_key_by_key_and_says_so() {
    let text = desk("[\"douyin-3min\", \"xiaohongshu-3min\"]", &ALL)
        + "[target.douyin-3min]\nat_least = 0.95\nhours = \"08:00-22:00\"\n\
           [store_score.below.warning]\ncost = 3000.0\n";
    let loaded = load(&text);
    let douyin = &loaded.scenario.targets["douyin-3min"];
    assert_eq!((douyin.at_least.value(), douyin.within), (0.95, Span::from_whole_seconds(180)));
    assert_eq!(loaded.standards[0].targets[0].1, ["at_least", "hours"]);
    assert_eq!(loaded.standards[1].targets[0].1, Vec::<String>::new());
    let score = loaded.scenario.store_score.unwrap();
    let thresholds: Vec<(f64, f64)> = score.below.values().map(|it| (it.score, it.cost.units())).collect();
    // good, safe, warning
    assert_eq!(thresholds, [(90.0, 0.0), (70.0, 0.0), (50.0, 3000.0)]);
    // Levers and --set come after.
    let set = ["target.douyin-3min.within=2min".to_owned()];
    let request = Request { path: "standards.toml", set: &set, ..Request::default() };
    let changed = load_text_with(&text, &request).unwrap();
    assert_eq!(changed.scenario.targets["douyin-3min"].within, Span::from_whole_seconds(120));
}

#[test]
fn check_says_which_targets_came_from_which_standard() {
    let folder = Folder::new("standards");
    let text =
        desk("[\"5min-3rings\", \"douyin-3min\"]", &["feige"]) + "[target.douyin-3min]\nat_least = 0.95\n";
    std::fs::write(folder.path().join("own.toml"), &text).unwrap();
    let text = stdout(&folder.run(&["check", "own.toml", "--lang", "en"]).success());
    assert!(wide(&text).is_empty());
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for line in [
        "STANDARDS",
        "brings target.5min-3rings-chat",
        "left out: target.5min-3rings-phone, as the scenario has no channel of its kinds",
        "brings target.douyin-3min, of which this scenario has its own: at_least",
    ] {
        assert!(text.contains(line), "{text}");
    }
    let data = json(&folder.run(&["check", "own.toml", "--format", "json"]).success());
    assert_eq!(data["standards"][1]["targets"][0]["overridden"][0], "at_least");
    assert_eq!(data["standards"][0]["left_out"][0], "5min-3rings-phone");
    std::fs::write(folder.path().join("own.toml"), desk("\"douyin3min\"", &["feige"])).unwrap();
    let misspelt = stderr(&folder.run(&["check", "own.toml", "--lang", "en"]).code(2));
    assert!(misspelt.contains("did you mean \"douyin-3min\"?"), "{misspelt}");
}
