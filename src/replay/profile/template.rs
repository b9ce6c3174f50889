//! Requests with places to fill in: Jinja expressions, by minijinja.
//!
//! A text that is one expression and nothing else, `"{{ account.id | int }}"`, keeps the type of its
//! value, so that a body can carry numbers. Everything else becomes a text. Bodies are filled in value by
//! value and written as JSON afterwards: what a message says cannot break out of its place.

use minijinja::{Environment, UndefinedBehavior, Value};
use std::collections::BTreeMap;

/// What stands where in a request; all of it may be used in templates.
pub const NAMES: [&str; 12] = [
    "account",
    "agent",
    "conversation",
    "customer",
    "kept",
    "marker",
    "photo",
    "run",
    "score",
    "subject",
    "text",
    "url",
];

/// A text to fill in: plain, with names in it, or the number of a compiled template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// Nothing to fill in.
    Plain(String),
    /// Names such as `{{ account.token }}` and what stands between, which take no engine: nearly all texts are
    /// so, and replays send thousands of them a second.
    Named(Vec<Part>),
    /// A template.
    Template(usize),
    /// A single expression, whose value keeps its type.
    Expression(usize),
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// As it is.
    Plain(String),
    /// A name, and what it is to have in it: `account`, `token`.
    Name(String, Option<String>),
}

/// What names stand for.
pub trait Values {
    /// A name, or what stands in it.
    fn named(&self, name: &str, within: Option<&str>) -> Option<Found<'_>>;
    /// All of it, for the template engine.
    fn all(&self) -> Value;
}

/// What a name stands for.
#[derive(Clone, Copy, Debug)]
pub enum Found<'v> {
    /// A text.
    Text(&'v str),
    /// Something of an answer.
    Json(&'v serde_json::Value),
    /// A number.
    Number(u32),
}

impl Found<'_> {
    fn push(self, text: &mut String) {
        match self {
            Found::Text(found) => text.push_str(found),
            Found::Json(serde_json::Value::String(found)) => text.push_str(found),
            Found::Json(other) => text.push_str(&other.to_string()),
            Found::Number(number) => text.push_str(&number.to_string()),
        }
    }

    fn json(self) -> serde_json::Value {
        match self {
            Found::Text(text) => text.into(),
            Found::Json(value) => value.clone(),
            Found::Number(number) => number.into(),
        }
    }
}

/// A body to fill in.
#[derive(Clone, Debug)]
pub enum Body {
    /// None is sent.
    None,
    /// Sent as JSON.
    Json(Tree),
    /// Sent as a form.
    Form(Vec<(String, Text)>),
}

/// What a photo adds to a request.
#[derive(Clone, Debug)]
pub enum Photo {
    /// Merged into a JSON body.
    Merged(Tree),
    /// A file of a form, which is then sent in parts (`multipart/form-data`, RFC 7578).
    File(FilePart),
}

/// A file in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePart {
    /// The form's field.
    pub field: String,
    /// What the file is called.
    pub name: String,
    /// Its media type.
    pub media: String,
}

/// A JSON value with places to fill in.
#[derive(Clone, Debug)]
pub enum Tree {
    /// As it is.
    Plain(serde_json::Value),
    /// To be filled in.
    Text(Text),
    /// Of these.
    List(Vec<Tree>),
    /// Of these.
    Table(BTreeMap<String, Tree>),
}

/// A body ready to be sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Filled {
    /// None.
    None,
    /// As JSON.
    Json(serde_json::Value),
    /// As a form.
    Form(Vec<(String, String)>),
    /// As a form in parts, one of which is the photo.
    Parts(Vec<(String, String)>, FilePart),
}

/// All templates of a profile, compiled once.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
    /// Names of templates, or the sources of expressions, by number.
    sources: Vec<String>,
}

impl Templates {
    /// None yet.
    pub fn new() -> Templates {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        // Texts are not HTML: what they become is escaped by whatever carries them.
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        Templates { environment, sources: Vec::new() }
    }

    /// Compiles a text; `extra` are names that this profile adds.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn add(&mut self, text: &str, extra: &[&str]) -> Result<Text, String> {
        if !text.contains("{{") && !text.contains("{%") {
            return Ok(Text::Plain(text.to_owned()));
        }
        let number = self.sources.len();
        let name = number.to_string();
        let plainly = |error: minijinja::Error| error.detail().unwrap_or("bad template").to_owned();
        self.environment.add_template_owned(name.clone(), text.to_owned()).map_err(plainly)?;
        let template = self.environment.get_template(&name).map_err(plainly)?;
        for used in template.undeclared_variables(false) {
            if !NAMES.contains(&used.as_str()) && !extra.contains(&used.as_str()) {
                let known = NAMES.iter().copied().chain(extra.iter().copied());
                let help = crate::scenario::did_you_mean(&used, known).unwrap_or_default();
                return Err(format!("`{used}` is nothing that could be filled in: {help}"));
            }
        }
        if let Some(parts) = named_parts(text) {
            return Ok(Text::Named(parts));
        }
        if let Some(expression) = single_expression(text) {
            self.sources.push(expression.to_owned());
            return Ok(Text::Expression(number));
        }
        self.sources.push(name);
        Ok(Text::Template(number))
    }

    /// Fills in a text.
    ///
    /// # Errors
    /// If something in it is not there.
    pub fn text(&self, text: &Text, values: &dyn Values) -> Result<String, String> {
        match text {
            Text::Plain(text) => Ok(text.clone()),
            Text::Named(parts) => {
                let mut text = String::new();
                for part in parts {
                    match part {
                        Part::Plain(plain) => text.push_str(plain),
                        Part::Name(name, within) => {
                            found(values, name, within.as_deref())?.push(&mut text);
                        }
                    }
                }
                Ok(text)
            }
            Text::Template(number) | Text::Expression(number) => self
                .environment
                .get_template(&number.to_string())
                .and_then(|template| template.render(values.all()))
                .map_err(|error| error.to_string()),
        }
    }

    /// Fills in a body, with what `photo` adds to it: reading a profile sees to it that they go together.
    ///
    /// # Errors
    /// If something in it is not there.
    pub fn body(&self, body: &Body, photo: Option<&Photo>, values: &dyn Values) -> Result<Filled, String> {
        Ok(match (self.plain_body(body, values)?, photo) {
            (Filled::Json(mut body), Some(Photo::Merged(photo))) => {
                merge(&mut body, self.tree(photo, values)?);
                Filled::Json(body)
            }
            (Filled::Form(fields), Some(Photo::File(file))) => Filled::Parts(fields, file.clone()),
            (filled, _) => filled,
        })
    }

    fn plain_body(&self, body: &Body, values: &dyn Values) -> Result<Filled, String> {
        Ok(match body {
            Body::None => Filled::None,
            Body::Json(tree) => Filled::Json(self.tree(tree, values)?),
            Body::Form(fields) => Filled::Form(
                fields
                    .iter()
                    .map(|(name, text)| Ok((name.clone(), self.text(text, values)?)))
                    .collect::<Result<_, String>>()?,
            ),
        })
    }

    fn tree(&self, tree: &Tree, values: &dyn Values) -> Result<serde_json::Value, String> {
        // A name alone keeps the type of what it stands for.
        if let Tree::Text(Text::Named(parts)) = tree
            && let [Part::Name(name, within)] = &parts[..]
        {
            return Ok(found(values, name, within.as_deref())?.json());
        }
        Ok(match tree {
            Tree::Plain(value) => value.clone(),
            Tree::Text(Text::Expression(number)) => {
                let found = self
                    .environment
                    .compile_expression(&self.sources[*number])
                    .and_then(|expression| expression.eval(values.all()))
                    .map_err(|error| error.to_string())?;
                serde_json::to_value(found).map_err(|error| error.to_string())?
            }
            Tree::Text(text) => self.text(text, values)?.into(),
            Tree::List(items) => {
                items.iter().map(|item| self.tree(item, values)).collect::<Result<_, _>>()?
            }
            Tree::Table(entries) => entries
                .iter()
                .map(|(key, item)| Ok((key.clone(), self.tree(item, values)?)))
                .collect::<Result<serde_json::Map<_, _>, String>>()?
                .into(),
        })
    }
}

fn found<'v>(values: &'v dyn Values, name: &str, within: Option<&str>) -> Result<Found<'v>, String> {
    values.named(name, within).ok_or_else(|| match within {
        Some(within) => format!("undefined value: there is no {name}.{within}"),
        None => format!("undefined value: there is no {name}"),
    })
}

/// The parts of a text whose places are names and no more; none if one is anything else.
fn named_parts(text: &str) -> Option<Vec<Part>> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some((before, after)) = rest.split_once("{{") {
        let (inside, behind) = after.split_once("}}")?;
        if !before.is_empty() {
            parts.push(Part::Plain(before.to_owned()));
        }
        let is_word = |word: &str| {
            word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        let (name, within) = match inside.trim().split_once('.') {
            Some((name, within)) => (name, Some(within)),
            None => (inside.trim(), None),
        };
        if !is_word(name) || within.is_some_and(|within| !is_word(within)) {
            return None;
        }
        parts.push(Part::Name(name.to_owned(), within.map(str::to_owned)));
        rest = behind;
    }
    if !rest.is_empty() {
        parts.push(Part::Plain(rest.to_owned()));
    }
    // Statements, comments and the engine's control of blanks are the engine's.
    let plain = |part: &Part| match part {
        Part::Plain(text) => !["{%", "%}", "{#", "#}", "}}"].iter().any(|mark| text.contains(mark)),
        Part::Name(..) => true,
    };
    parts.iter().all(plain).then_some(parts)
}

/// The inside of `"{{ … }}"`, if that is all.
fn single_expression(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    (!inner.contains("{{") && !inner.contains("}}") && !inner.contains("{%")).then(|| inner.trim())
}

fn merge(body: &mut serde_json::Value, photo: serde_json::Value) {
    match (body, photo) {
        (serde_json::Value::Object(body), serde_json::Value::Object(photo)) => {
            for (key, value) in photo {
                merge(body.entry(key).or_insert(serde_json::Value::Null), value);
            }
        }
        (body, photo) => *body = photo,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use minijinja::context;
    use serde_json::json;

    /// The same for us and for the engine.
    struct Named(serde_json::Value, Value);

    impl Values for Named {
        fn named(&self, name: &str, within: Option<&str>) -> Option<Found<'_>> {
            let value = self.0.get(name)?;
            within.map_or(Some(value), |within| value.get(within)).map(Found::Json)
        }

        fn all(&self) -> Value {
            self.1.clone()
        }
    }

    /// Whatever takes the short way becomes what the engine makes of it.
    #[test]
    fn names_become_what_the_engine_makes_of_them() {
        let values = Named(
            json!({ "text": "a \"b\" {{ c }}", "kept": { "id": 7, "who": "x" }, "score": 5 }),
            context! { text => "a \"b\" {{ c }}", kept => context!(id => 7, who => "x"), score => 5 },
        );
        let mut templates = Templates::new();
        for text in
            ["{{ text }}", "/t/{{kept.id}}/{{ kept.who }}.json", "{{ score }}{{ score }}", "{{ kept.id }}"]
        {
            let added = templates.add(text, &[]).unwrap();
            assert!(matches!(added, Text::Named(_)), "{text}");
            let engine = templates.environment.render_str(text, values.all()).unwrap();
            assert_eq!(templates.text(&added, &values).unwrap(), engine);
        }
        for text in ["{{ kept.id | int }}", "{% if score %}x{% endif %}", "{{- text }}", "{{ kept.who[0] }}"]
        {
            assert!(!matches!(templates.add(text, &[]), Ok(Text::Named(_))), "{text}");
        }
        let missing = templates.add("{{ kept.nothing }}", &[]).unwrap();
        assert!(templates.text(&missing, &values).unwrap_err().contains("undefined value"));
    }

    #[test]
    fn what_a_message_says_cannot_break_out_of_its_place() {
        let mut templates = Templates::new();
        let tree = Tree::Table(BTreeMap::from([
            ("text".to_owned(), Tree::Text(templates.add("re: {{ text }}", &[]).unwrap())),
            ("id".to_owned(), Tree::Text(templates.add("{{ account.id | int }}", &[]).unwrap())),
        ]));
        let values = Named(
            json!({ "text": "\", \"admin\": true, \"{{ 1 + 1 }}" }),
            context! { account => context!(id => "7") },
        );
        let filled = templates.body(&Body::Json(tree), None, &values).unwrap();
        let expected = serde_json::json!({ "id": 7, "text": "re: \", \"admin\": true, \"{{ 1 + 1 }}" });
        assert_eq!(filled, Filled::Json(expected));
    }

    #[test]
    fn names_that_nobody_fills_in_are_refused_when_the_profile_is_read() {
        let problem = Templates::new().add("{{ acount.token }}", &[]).unwrap_err();
        assert!(problem.contains("did you mean `account`?"), "{problem}");
        assert!(Templates::new().add("{{ text", &[]).is_err());
    }

    #[test]
    fn a_photo_is_merged_into_the_body() {
        let templates = Templates::new();
        let plain = |value| Body::Json(Tree::Plain(value));
        let body = plain(serde_json::json!({ "a": { "b": 1 } }));
        let photo = Photo::Merged(Tree::Plain(serde_json::json!({ "a": { "c": 2 } })));
        let filled = templates.body(&body, Some(&photo), &Named(json!({}), context! {})).unwrap();
        assert_eq!(filled, Filled::Json(serde_json::json!({ "a": { "b": 1, "c": 2 } })));
    }
}
