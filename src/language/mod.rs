//! The languages that people are answered in: English, and simplified Chinese.
//!
//! The English text in the code is the key of its translation, as with gettext, and the catalogues are
//! gettext's own files (`zh-CN/*.po`), which translators' tools open. What has no translation is shown in
//! English. Names from a scenario are never translated: they are paths in the file.
//!
//! A text is translated when it is written for a person and not before: [`within`] sets the language of
//! one rendering, on its own thread, and everything written inside asks for it. Results as data (JSON,
//! CSV) are written outside and are the same in every language.
//!
//! - [`text`]: a text without gaps, such as a heading.
//! - `say!`: a sentence with gaps, `say!("{} of {} nights", met, all)`.
//! - [`sentence`]: a finished English sentence, such as a problem found in a scenario; its gaps are found
//!   by matching it against the catalogue.
//!
//! tests/languages.rs holds the catalogues to the code: no text without a translation, none left over.

mod catalogue;
mod pattern;

use catalogue::Catalogue;
pub use catalogue::{CHINESE, File};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::str::FromStr;

/// A language that people are answered in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// `en`
    #[default]
    English,
    /// `zh-CN`
    Chinese,
}

/// All of them.
pub const LANGUAGES: [Language; 2] = [Language::English, Language::Chinese];

thread_local! {
    static CURRENT: Cell<Language> = const { Cell::new(Language::English) };
    static UNTRANSLATED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

impl Language {
    /// As `--lang` and HTML name it.
    pub const fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Chinese => "zh-CN",
        }
    }

    /// That of the machine's locale; English for languages that there are no catalogues of.
    pub fn of_locale() -> Language {
        sys_locale::get_locale().map_or(Language::English, |locale| Language::of_tag(&locale))
    }

    /// That of a tag such as `zh-Hans-CN`.
    pub fn of_tag(tag: &str) -> Language {
        let primary = tag.split(['-', '_', '.']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("zh") { Language::Chinese } else { Language::English }
    }

    fn catalogue(self) -> Option<&'static Catalogue> {
        match self {
            Language::English => None,
            Language::Chinese => Some(catalogue::chinese()),
        }
    }
}

impl FromStr for Language {
    type Err = String;

    fn from_str(code: &str) -> Result<Language, String> {
        let found = LANGUAGES.into_iter().find(|language| language.code() == code);
        found.ok_or_else(|| "expected en or zh-CN".to_owned())
    }
}

/// Does `work` in `language`, on this thread.
pub fn within<T>(language: Language, work: impl FnOnce() -> T) -> T {
    /// Puts the language back, also when `work` panics.
    struct Restore(Language);
    impl Drop for Restore {
        fn drop(&mut self) {
            CURRENT.set(self.0);
        }
    }
    let _restore = Restore(CURRENT.replace(language));
    work()
}

/// The language that is being written in.
pub fn current() -> Language {
    CURRENT.get()
}

/// Does `work` in `language`; the texts that were asked for meanwhile and have no translation.
pub fn untranslated(language: Language, work: impl FnOnce()) -> Vec<String> {
    UNTRANSLATED.take();
    within(language, work);
    UNTRANSLATED.take()
}

/// The translation of a text without gaps.
pub fn text(english: &str) -> Cow<'_, str> {
    let Some(catalogue) = current().catalogue() else { return Cow::Borrowed(english) };
    Cow::Borrowed(catalogue.exact(english).unwrap_or_else(|| {
        note_untranslated(english);
        english
    }))
}

/// What has no letters needs no translation.
fn note_untranslated(english: &str) {
    // Enough to know by; a long-lived thread must not collect without end.
    const MOST: usize = 1000;
    UNTRANSLATED.with_borrow_mut(|texts| {
        if texts.len() < MOST && english.contains(char::is_alphabetic) {
            texts.push(english.to_owned());
        }
    });
}

/// The translation of a finished English sentence. What fills a gap is translated too if it is known,
/// unless it is a name (in back-ticks or quotes).
pub fn sentence(english: &str) -> Cow<'_, str> {
    let Some(catalogue) = current().catalogue() else { return Cow::Borrowed(english) };
    match catalogue.sentence(english) {
        Some(translated) => Cow::Owned(translated),
        None => {
            note_untranslated(english);
            Cow::Borrowed(english)
        }
    }
}

/// What `say!` does: `pattern`, translated, with `gaps` in their places.
pub fn filled(pattern: &str, gaps: &[&dyn Display]) -> String {
    pattern::fill(&text(pattern), gaps)
}

/// A sentence in the language that is being written in. Gaps are `{}`; the translation may take them in
/// another order, as `{0}`, `{1}`.
macro_rules! say {
    ($pattern:literal $(, $gap:expr)* $(,)?) => {
        $crate::language::filled($pattern, &[$(&$gap as &dyn ::std::fmt::Display),*])
    };
}

pub(crate) use say;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_holds_within_and_no_longer() {
        let seen = within(Language::Chinese, || {
            let inner = within(Language::English, || text("TARGETS").into_owned());
            (inner, text("TARGETS").into_owned())
        });
        assert_eq!(seen, ("TARGETS".to_owned(), "考核指标".to_owned()));
        assert_eq!(current(), Language::English);
    }

    #[test]
    fn a_panic_does_not_leave_its_language_behind() {
        let _ = std::panic::catch_unwind(|| within(Language::Chinese, || panic!("meant to happen")));
        assert_eq!(current(), Language::English);
    }

    #[test]
    fn chinese_locales_are_answered_in_chinese() {
        let of = ["zh-CN", "zh_CN.UTF-8", "zh-Hans", "en-GB", "C", "de-DE", ""].map(Language::of_tag);
        let (zh, en) = (Language::Chinese, Language::English);
        assert_eq!(of, [zh, zh, zh, en, en, en, en]);
    }

    #[test]
    fn gaps_are_filled_in_the_order_of_the_translation() {
        assert_eq!(say!("{} of {} there is a gap", 1, 2), "1 of 2 there is a gap");
    }

    #[test]
    fn names_in_a_sentence_stay_as_they_are() {
        let chinese =
            within(Language::Chinese, || sentence("unknown key `share` in `inquiry.phone`").into_owned());
        assert_eq!(chinese, "未知的键 `share`，位于 `inquiry.phone`");
    }
}
