//! A report as a page: one file that needs no network, for screens, phones and paper.
//!
//! [`Page`] is what every command's report is brought into; `page.html` and `style.css` are what it looks
//! like. Behind each picture stands its table.

use super::chart::Colour;
use crate::language::{current, text};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, Value};
use serde::Serialize;

/// A page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Page {
    /// Whose report it is.
    pub title: String,
    /// When, how often.
    pub subtitle: String,
    /// The sentence that answers the question.
    pub answer: String,
    /// `good`, `doubtful`, `bad`, or none.
    pub tone: &'static str,
    /// What to look at next.
    pub details: Vec<String>,
    /// In order.
    pub sections: Vec<Section>,
    /// How it was made: what, and how it was.
    pub made: Vec<(String, String)>,
}

/// A part under a heading.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// What to know before looking.
    pub intro: Vec<String>,
    /// Side by side where there is room.
    pub figures: Vec<Figure>,
    /// Tables of their own.
    pub tables: Vec<Grid>,
}

/// A picture with what it says, and its table.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Figure {
    /// What is seen, with its unit.
    pub caption: String,
    /// How to read it: what is a line, what a band.
    pub reading: String,
    /// What its colours are, where there are several.
    pub keys: Vec<Key>,
    /// As part of a page.
    pub svg: String,
    /// Over the whole width.
    pub wide: bool,
    /// The numbers behind it.
    pub table: Option<Grid>,
}

/// What a colour is.
#[derive(Clone, Debug, Serialize)]
pub struct Key {
    /// Its class.
    pub colour: &'static str,
    /// `line`, `dot` or `bar`.
    pub shape: &'static str,
    /// What it is.
    pub text: String,
}

/// A table.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Grid {
    /// What it shows; empty if its section says it.
    pub caption: String,
    /// Above the columns; the first column is of names, the others of numbers, or all of `words`.
    pub heads: Vec<String>,
    /// No column is of numbers.
    pub words: bool,
    /// Row by row.
    pub rows: Vec<Vec<Entry>>,
}

/// A cell.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Entry {
    /// What it says.
    pub text: String,
    /// In smaller letters below it.
    pub note: String,
    /// `good`, `doubtful`, `bad`, or none.
    pub tone: &'static str,
}

impl Grid {
    /// Without rows so far; headings are translated.
    pub fn new(heads: &[&str]) -> Grid {
        Grid { heads: heads.iter().map(|head| text(head).into_owned()).collect(), ..Grid::default() }
    }

    /// Adds a row.
    pub fn row(&mut self, entries: impl IntoIterator<Item = Entry>) {
        self.rows.push(entries.into_iter().collect());
    }
}

/// What a colour is; `english` is translated.
pub fn key(colour: Colour, shape: &'static str, english: &str) -> Key {
    Key { colour: colour.class(), shape, text: text(english).into_owned() }
}

/// A cell without tone.
pub fn entry(text: impl Into<String>) -> Entry {
    Entry { text: text.into(), ..Entry::default() }
}

/// A cell that says how good that is.
pub fn toned(text: impl Into<String>, tone: &'static str) -> Entry {
    Entry { text: text.into(), tone, ..Entry::default() }
}

impl Page {
    /// The page, in the language that is being written in.
    ///
    /// # Errors
    /// None, unless the template has a fault.
    pub fn render(&self) -> Result<String, Error> {
        let mut templates = Environment::new();
        templates.set_auto_escape_callback(|_| AutoEscape::Html);
        templates.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
        templates.add_function("t", |english: String| text(&english).into_owned());
        templates.add_template("page.html", include_str!("page.html"))?;
        let page = Value::from(Serde(self));
        let style = Value::from_safe_string(include_str!("style.css").to_owned());
        templates
            .get_template("page.html")?
            .render(minijinja::context! { page, style, language => current().code() })
    }
}
