//! Names of inquiries, channels, tiers and agents as numbers.

use std::collections::HashMap;

/// Names by number, in the order first seen; number 0 is "none".
#[derive(Clone, Debug)]
pub struct Names {
    list: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Default for Names {
    fn default() -> Names {
        Names { list: vec![String::new()], numbers: HashMap::from([(String::new(), 0)]) }
    }
}

impl Names {
    /// The number of a name, a new one if it is new.
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.list.len() as u32;
        self.list.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// The name with a number.
    pub fn name(&self, number: u32) -> &str {
        self.list.get(number as usize).map_or("", String::as_str)
    }

    /// All numbers but 0.
    pub fn numbers(&self) -> std::ops::Range<u32> {
        1..self.list.len() as u32
    }

    /// How many names, "none" not counted.
    pub fn len(&self) -> usize {
        self.list.len() - 1
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
