//! The fields and sliders of a scenario.

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
        let of = format!("stream.{name}");
        for (product, orders) in tables(stream, "orders") {
            found.push(slider(
                &format!("{of}.orders.{product}"),
                "streams",
                name,
                &format!("orders: {product}"),
                orders,
                100.0,
            ));
        }
        found.extend(["from", "to"].into_iter().filter_map(|key| field(&of, "streams", name, key, stream)));
        found.extend(share(&of, "streams", name, "forecast_cv", stream));
    }
    for (name, inquiry) in tables(resolved, "inquiry") {
        found.extend(share(&format!("inquiry.{name}"), "inquiries", name, "share", inquiry));
    }
    for (name, team) in tables(resolved, "team") {
        found.extend(team_controls(name, team));
    }
    for (name, target) in tables(resolved, "target") {
        let of = format!("target.{name}");
        found.extend(share(&of, "targets", name, "at_least", target));
        found.extend(field(&of, "targets", name, "within", target));
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

fn team_controls(name: &str, team: &Value) -> Vec<Control> {
    let mut found = Vec::new();
    for (shift_name, shift) in tables(team, "shift") {
        let of = format!("team.{name}.shift.{shift_name}");
        let label = format!("{name}.{shift_name}");
        let agents = shift.get("agents").map(|agents| agents.get("plan").unwrap_or(agents));
        if let Some(agents) = agents.filter(|agents| agents.is_number()) {
            found.push(slider(&format!("{of}.agents"), "shifts", &label, "agents", agents, 1.0));
        }
        found.extend(["from", "to"].into_iter().filter_map(|key| field(&of, "shifts", &label, key, shift)));
    }
    let of = format!("team.{name}");
    for (channel, slots) in tables(team, "slots").filter(|(_, slots)| slots.is_number()) {
        found.push(slider(
            &format!("{of}.slots.{channel}"),
            "teams",
            name,
            &format!("slots: {channel}"),
            slots,
            1.0,
        ));
    }
    found.extend(share(&of, "teams", name, "absence", team));
    found
}

/// The entries of a table, by name.
fn tables<'a>(of: &'a Value, key: &str) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
    let entries: Option<&Map<String, Value>> = of.get(key).and_then(Value::as_object);
    entries.into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

/// From nothing to twice what stands, in steps.
fn slider(path: &str, group: &'static str, of: &str, what: &str, value: &Value, step: f64) -> Control {
    let now = value.as_f64().unwrap_or(0.0);
    let max = (2.0 * now / step).ceil().max(10.0) * step;
    control(path, group, of, what, "count", value, (0.0, max, step))
}

fn share(of: &str, group: &'static str, name: &str, key: &str, table: &Value) -> Option<Control> {
    let value = table.get(key).filter(|value| value.is_number())?;
    Some(control(&format!("{of}.{key}"), group, name, key, "share", value, (0.0, 1.0, 0.005)))
}

fn field(of: &str, group: &'static str, name: &str, key: &str, table: &Value) -> Option<Control> {
    let value = table.get(key).filter(|value| value.is_string())?;
    Some(control(&format!("{of}.{key}"), group, name, key, "text", value, (0.0, 0.0, 0.0)))
}

fn control(
    path: &str,
    group: &'static str,
    of: &str,
    what: &str,
    kind: &'static str,
    value: &Value,
    (min, max, step): (f64, f64, f64),
) -> Control {
    let (path, of, what) = (path.to_owned(), of.to_owned(), what.to_owned());
    Control { path, group, of, what, kind, value: value.clone(), min, max, step }
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
}
