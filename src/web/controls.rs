//! The fields and sliders of a scenario.

use crate::scenario::Path;
use serde::Serialize;
use serde_json::{Map, Value};

/// A field of the page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Control {
    /// Path in the scenario.
    pub path: String,
    /// `streams`, `inquiries`, `shifts`, `teams` or `targets`.
    pub group: &'static str,
    /// What it belongs to: its name in the file.
    pub of: String,
    /// What is set, as the page's texts name it.
    pub what: String,
    /// `count`, `share`, `number` or `text`.
    pub kind: &'static str,
    /// As the file has it.
    pub value: Value,
    /// Of a slider.
    pub min: f64,
    /// Of a slider.
    pub max: f64,
    /// Of a slider.
    pub step: f64,
}

/// A named change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lever {
    /// As in the file.
    pub name: String,
    /// How it is shown.
    pub title: String,
}

/// All controls of a scenario, as read.
pub fn controls(resolved: &Value) -> Vec<Control> {
    let mut found = Vec::new();
    for (name, stream) in tables(resolved, "stream") {
        let of = Of { table: &["stream", name], group: "streams", name };
        for (product, orders) in tables(stream, "orders") {
            found.push(of.slider(&["orders", product], &format!("orders: {product}"), orders, 100.0));
        }
        found.extend(["from", "to"].into_iter().filter_map(|key| of.field(key, stream)));
        found.extend(of.share("forecast_cv", stream));
    }
    for (name, inquiry) in tables(resolved, "inquiry") {
        found.extend(Of { table: &["inquiry", name], group: "inquiries", name }.share("share", inquiry));
    }
    for (name, team) in tables(resolved, "team") {
        found.extend(shift_controls(name, team));
        found.extend(level_controls(name, team));
        let of = Of { table: &["team", name], group: "teams", name };
        for (channel, slots) in tables(team, "slots").filter(|(_, slots)| slots.is_number()) {
            found.push(of.slider(&["slots", channel], &format!("slots: {channel}"), slots, 1.0));
        }
        found.extend(of.share("absence", team));
    }
    for (name, target) in tables(resolved, "target") {
        let of = Of { table: &["target", name], group: "targets", name };
        found.extend(of.share("at_least", target));
        found.extend(of.field("within", target));
    }
    found
}

/// The levers of a scenario.
pub fn levers(resolved: &Value) -> Vec<Lever> {
    let lever = |(name, lever): (&str, &Value)| Lever {
        name: name.to_owned(),
        title: lever.get("title").and_then(Value::as_str).unwrap_or(name).to_owned(),
    };
    tables(resolved, "lever").map(lever).collect()
}

fn shift_controls(name: &str, team: &Value) -> Vec<Control> {
    let mut found = Vec::new();
    for (shift_name, shift) in tables(team, "shift") {
        let label = format!("{name}.{shift_name}");
        let of = Of { table: &["team", name, "shift", shift_name], group: "shifts", name: &label };
        found.extend(shift.get("agents").map(|agents| of.agents(&["agents"], "agents", agents)));
        found.extend(["from", "to"].into_iter().filter_map(|key| of.field(key, shift)));
    }
    found
}

/// The steps of a level, by their clock times.
fn level_controls(name: &str, team: &Value) -> Vec<Control> {
    let of = Of { table: &["team", name, "on_duty", "steps"], group: "shifts", name };
    let steps = team.get("on_duty").into_iter().flat_map(|level| tables(level, "steps"));
    steps.map(|(clock, agents)| of.agents(&[clock], &format!("agents: {clock}"), agents)).collect()
}

/// The entries of a table, by name.
fn tables<'a>(of: &'a Value, key: &str) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
    let entries: Option<&Map<String, Value>> = of.get(key).and_then(Value::as_object);
    entries.into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

/// What controls belong to.
struct Of<'a> {
    /// Its keys from the root.
    table: &'a [&'a str],
    group: &'static str,
    /// How it is shown.
    name: &'a str,
}

impl Of<'_> {
    /// From nothing to twice what stands, in steps.
    fn slider(&self, keys: &[&str], what: &str, value: &Value, step: f64) -> Control {
        let now = value.as_f64().unwrap_or(0.0);
        let max = (2.0 * now / step).ceil().max(10.0) * step;
        self.control(keys, what, "count", value, (0.0, max, step))
    }

    /// A number of agents; what is only a range has none yet.
    fn agents(&self, keys: &[&str], what: &str, agents: &Value) -> Control {
        let plan = if agents.is_object() { agents.get("plan").unwrap_or(&Value::Null) } else { agents };
        let mut control = self.slider(keys, what, plan, 1.0);
        let most = agents.get("max").and_then(Value::as_f64);
        // A limit that is meant as none makes no slider.
        control.max = most.filter(|most| plan.is_null() && *most > 0.0).unwrap_or(control.max);
        control
    }

    fn share(&self, key: &str, table: &Value) -> Option<Control> {
        let value = table.get(key).filter(|value| value.is_number())?;
        Some(self.control(&[key], key, "share", value, (0.0, 1.0, 0.005)))
    }

    fn field(&self, key: &str, table: &Value) -> Option<Control> {
        let value = table.get(key).filter(|value| value.is_string())?;
        Some(self.control(&[key], key, "text", value, (0.0, 0.0, 0.0)))
    }

    fn control(
        &self,
        keys: &[&str],
        what: &str,
        kind: &'static str,
        value: &Value,
        (min, max, step): (f64, f64, f64),
    ) -> Control {
        let path = Path::of(&[self.table, keys].concat()).to_string();
        let (group, of, what) = (self.group, self.name.to_owned(), what.to_owned());
        Control { path, group, of, what, kind, value: value.clone(), min, max, step }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_orange_night_has_a_slider_for_every_shift_and_a_field_for_every_time() {
        let loaded = crate::scenario::load_text(include_str!("../../scenarios/orange-night.toml")).unwrap();
        let controls = controls(&loaded.resolved);
        let paths: Vec<&str> = controls.iter().map(|control| control.path.as_str()).collect();
        for path in [
            "stream.fruit-night.orders.fruit",
            "inquiry.taste.share",
            "team.night.shift.late.agents",
            "team.night.shift.late.from",
            "team.night.slots.chat",
            "target.phone.at_least",
            "target.phone.within",
        ] {
            assert!(paths.contains(&path), "{path} in {paths:?}");
        }
        assert!(levers(&loaded.resolved).iter().any(|lever| lever.name == "sour-text"));
    }

    #[test]
    fn a_level_has_a_slider_for_every_step_planned_or_not() {
        let text = include_str!("../../scenarios/night-spike.toml")
            .replace("\"22:30\" = 69", "\"22:30\" = { min = 2, max = 90 }");
        let loaded = crate::scenario::load_text(&text).unwrap();
        let controls = controls(&loaded.resolved);
        let at = |clock: &str| {
            let path = format!("team.hotline.on_duty.steps.\"{clock}\"");
            controls.iter().find(|control| control.path == path).unwrap()
        };
        assert_eq!((&at("22:30").value, at("22:30").max), (&Value::Null, 90.0));
        assert!(at("23:00").value.is_number());
    }
}
