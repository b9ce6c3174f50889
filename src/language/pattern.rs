//! Texts with gaps: `{}` in order, or `{0}`, `{1}` by number.

use std::fmt::Display;

/// A piece of a text with gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Words(String),
    Gap(usize),
}

/// A text with gaps, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(Vec<Piece>);

/// `pattern` with `gaps` in their places.
pub fn fill(pattern: &str, gaps: &[&dyn Display]) -> String {
    Pattern::of(pattern).filled(|gap| gaps.get(gap).map(ToString::to_string).unwrap_or_default())
}

impl Pattern {
    /// Takes `text` apart. Braces that hold anything but a number are words.
    pub fn of(text: &str) -> Pattern {
        let (mut pieces, mut words, mut rest, mut next) = (Vec::new(), String::new(), text, 0);
        while let Some(open) = rest.find('{') {
            let inside = rest[open + 1..].split_once('}');
            let gap = inside.and_then(|(number, after)| Some((gap_number(number, next)?, after)));
            let Some((gap, after)) = gap else {
                words.push_str(&rest[..=open]);
                rest = &rest[open + 1..];
                continue;
            };
            words.push_str(&rest[..open]);
            push_words(&mut words, &mut pieces);
            pieces.push(Piece::Gap(gap));
            next = gap + 1;
            rest = after;
        }
        words.push_str(rest);
        push_words(&mut words, &mut pieces);
        Pattern(pieces)
    }

    /// How many gaps it has.
    pub fn gaps(&self) -> usize {
        self.0.iter().filter(|piece| matches!(piece, Piece::Gap(_))).count()
    }

    /// How many characters are no gap: of two patterns that match, the one with more says more.
    pub fn words(&self) -> usize {
        let length = |piece: &Piece| if let Piece::Words(words) = piece { words.len() } else { 0 };
        self.0.iter().map(length).sum()
    }

    /// The text, with what `gap` gives for each gap.
    pub fn filled(&self, mut gap: impl FnMut(usize) -> String) -> String {
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Gap(number) => text.push_str(&gap(*number)),
            }
        }
        text
    }

    /// What stands in the gaps of `text`, by number, if it is this pattern: each gap as short as can be.
    pub fn matched<'t>(&self, text: &'t str) -> Option<Vec<&'t str>> {
        let mut found = vec![""; self.gaps()];
        match_pieces(&self.0, text, &mut found).then_some(found)
    }
}

fn gap_number(inside: &str, next: usize) -> Option<usize> {
    if inside.is_empty() { Some(next) } else { inside.parse().ok() }
}

fn push_words(words: &mut String, pieces: &mut Vec<Piece>) {
    if !words.is_empty() {
        pieces.push(Piece::Words(std::mem::take(words)));
    }
}

fn match_pieces<'t>(pieces: &[Piece], text: &'t str, found: &mut [&'t str]) -> bool {
    match pieces {
        [] => text.is_empty(),
        [Piece::Words(words), rest @ ..] => {
            text.strip_prefix(words.as_str()).is_some_and(|after| match_pieces(rest, after, found))
        }
        [Piece::Gap(gap)] => fits(text, *gap, found),
        [Piece::Gap(gap), rest @ ..] => {
            let Some(Piece::Words(words)) = rest.first() else { return false };
            let mut ends = text.match_indices(words.as_str()).map(|(at, _)| at);
            ends.any(|end| fits(&text[..end], *gap, found) && match_pieces(rest, &text[end..], found))
        }
    }
}

/// A gap is never empty.
fn fits<'t>(text: &'t str, gap: usize, found: &mut [&'t str]) -> bool {
    match found.get_mut(gap) {
        Some(place) if !text.is_empty() => {
            *place = text;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_found_again() {
        let pattern = Pattern::of("the shares of `{}` sum to {}, not to 1");
        let found = pattern.matched("the shares of `inquiry.taste.channels` sum to 1.2, not to 1");
        assert_eq!(found, Some(vec!["inquiry.taste.channels", "1.2"]));
        assert_eq!(pattern.matched("the shares of `` sum to 1.2, not to 1"), None);
        assert_eq!(pattern.matched("the shares of `x` sum to 1.2, not to 2"), None);
    }

    #[test]
    fn a_gap_grows_until_the_rest_fits() {
        let pattern = Pattern::of("{} in {} days");
        assert_eq!(pattern.matched("a day in May in 3 days"), Some(vec!["a day", "May in 3"]));
    }

    #[test]
    fn braces_that_hold_words_are_words() {
        let pattern = Pattern::of("e.g. { fruit = {} }");
        assert_eq!(pattern.gaps(), 1);
        assert_eq!(pattern.filled(|_| "9000".to_owned()), "e.g. { fruit = 9000 }");
        assert_eq!(fill("{1} before {0}", &[&1, &2]), "2 before 1");
    }
}
