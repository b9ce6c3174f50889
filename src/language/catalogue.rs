//! The translations of a language, from gettext's files.

use super::pattern::Pattern;
use polib::message::MessageView;
use polib::po_file::parse_from_reader;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A file of translations.
#[derive(Clone, Copy, Debug)]
pub struct File {
    /// Its name in the language's folder.
    pub name: &'static str,
    /// What it holds.
    pub text: &'static str,
    /// True if its texts are sought in finished sentences, too.
    pub finished: bool,
}

/// Simplified Chinese, one file for each part of the program.
pub const CHINESE: [File; 10] = [
    File { name: "comparison.po", text: include_str!("zh-CN/comparison.po"), finished: false },
    File { name: "calibration.po", text: include_str!("zh-CN/calibration.po"), finished: false },
    File { name: "commands.po", text: include_str!("zh-CN/commands.po"), finished: true },
    File { name: "log.po", text: include_str!("zh-CN/log.po"), finished: true },
    File { name: "replay.po", text: include_str!("zh-CN/replay.po"), finished: false },
    File { name: "page.po", text: include_str!("zh-CN/page.po"), finished: false },
    File { name: "html.po", text: include_str!("zh-CN/html.po"), finished: false },
    File { name: "problems.po", text: include_str!("zh-CN/problems.po"), finished: true },
    File { name: "report.po", text: include_str!("zh-CN/report.po"), finished: false },
    File { name: "staff.po", text: include_str!("zh-CN/staff.po"), finished: false },
];

/// What fills a gap may have gaps of its own, and so on; not deeper than this.
const DEEPEST: usize = 8;

/// English texts and what they are in another language.
#[derive(Debug, Default)]
pub struct Catalogue {
    exact: HashMap<String, String>,
    /// Texts with gaps, those with more words first.
    patterns: Vec<(Pattern, Pattern)>,
}

impl File {
    /// Its texts with their translations.
    ///
    /// # Panics
    /// If it is no such file: it is part of the program.
    pub fn entries(&self) -> Vec<(String, String)> {
        let messages = parse_from_reader(self.text.as_bytes()).expect("a catalogue of the program is whole");
        let entry = |message: &dyn MessageView| {
            (message.msgid().to_owned(), message.msgstr().unwrap_or_default().to_owned())
        };
        messages.messages().map(entry).collect()
    }
}

/// Simplified Chinese.
pub fn chinese() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(&CHINESE));
    &CATALOGUE
}

impl Catalogue {
    /// Reads the texts of files; of a text in two of them the last counts.
    fn read(files: &[File]) -> Catalogue {
        let mut catalogue = Catalogue::default();
        for file in files {
            for (english, translated) in file.entries() {
                let pattern = Pattern::of(&english);
                if file.finished && pattern.gaps() > 0 {
                    catalogue.patterns.push((pattern, Pattern::of(&translated)));
                }
                catalogue.exact.insert(english, translated);
            }
        }
        catalogue.patterns.sort_by_key(|(english, _)| std::cmp::Reverse(english.words()));
        catalogue
    }

    /// The translation of exactly this text.
    pub fn exact(&self, english: &str) -> Option<&str> {
        self.exact.get(english).map(String::as_str)
    }

    /// The translation of a finished sentence.
    pub fn sentence(&self, english: &str) -> Option<String> {
        self.translated(english, DEEPEST)
    }

    fn translated(&self, english: &str, depth: usize) -> Option<String> {
        if let Some(exact) = self.exact(english) {
            return Some(exact.to_owned());
        }
        let (gaps, translated) = self.patterns.iter().find_map(|(english_pattern, translated)| {
            Some((english_pattern.matched(english)?, translated))
        })?;
        Some(translated.filled(|gap| {
            let inside = gaps.get(gap).copied().unwrap_or_default();
            let known = if depth > 0 && !is_name(inside, english) {
                self.translated(inside, depth - 1)
            } else {
                None
            };
            known.unwrap_or_else(|| inside.to_owned())
        }))
    }
}

/// True if `inside`, a part of `text`, stands in back-ticks or quotes there.
fn is_name(inside: &str, text: &str) -> bool {
    let start = inside.as_ptr() as usize - text.as_ptr() as usize;
    matches!(text[..start].chars().next_back(), Some('`' | '"'))
}
