//! The JSON Schema of the answer. What it shares with a simulation is taken from that one's schema, so that
//! the two cannot differ.

use crate::report::SIMULATE_SCHEMA;
use serde_json::{Map, Value, json};

/// The fields that are a simulation's, of the fresh nights.
const SHARED: [&str; 6] = ["chance_all_met", "targets", "cost", "teams", "intervals", "warnings"];

/// The schema.
pub fn staff_schema() -> Value {
    // A file of the program itself, which a test parses.
    let simulate: Value = serde_json::from_str(SIMULATE_SCHEMA).unwrap_or_default();
    let mut definitions = simulate["$defs"].as_object().cloned().unwrap_or_default();
    definitions.extend(own_definitions());
    let mut properties = own_properties();
    for name in SHARED {
        properties.insert(name.to_owned(), simulate["properties"][name].clone());
    }
    let required: Vec<&String> = properties.keys().collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "nightdesk staff",
        "description": "What `nightdesk staff --format json` prints and summary.json holds. Units stand in names (_s: seconds, _h: hours); shares run from 0 to 1; null stands for what there is none of.",
        "type": "object",
        "additionalProperties": false,
        "required": required,
        "properties": properties,
        "$defs": definitions,
    })
}

fn count(description: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "description": description })
}

fn amount(description: &str) -> Value {
    json!({ "type": "number", "minimum": 0, "description": description })
}

fn share(description: &str) -> Value {
    json!({ "type": "number", "minimum": 0, "maximum": 1, "description": description })
}

fn string(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn or_null(of: Value, description: &str) -> Value {
    json!({ "anyOf": [of, { "type": "null" }], "description": description })
}

fn list(of: &str, description: &str) -> Value {
    json!({ "type": "array", "items": { "$ref": format!("#/$defs/{of}") }, "description": description })
}

/// An object with exactly these fields.
fn object(fields: &[(&str, Value)]) -> Value {
    let required: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    let properties: Map<String, Value> =
        fields.iter().map(|(name, of)| ((*name).to_owned(), of.clone())).collect();
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

fn promise() -> Value {
    json!({ "$ref": "#/$defs/promise" })
}

fn own_properties() -> Map<String, Value> {
    let fields = [
        ("scenario", string("The scenario's title.")),
        ("version", string("Nightdesk's version.")),
        ("seed", count("What all draws were keyed by.")),
        (
            "hold",
            json!({ "enum": ["night", "each", "average", "interval"], "description": "What holding means." }),
        ),
        ("certainty", share("As asked for.")),
        ("budget", or_null(amount(""), "Most that was to be spent.")),
        ("at_most", or_null(count(""), "Most agents.")),
        (
            "ending",
            json!({
                "enum": ["holds", "best", "impossible"],
                "description": "It holds; or the best of what means and limits allow, which does not; or not even with as many agents as there may be.",
            }),
        ),
        (
            "complete",
            json!({ "type": "boolean", "description": "False if the search was stopped before it was done." }),
        ),
        ("replications", count("The fresh nights of the last check.")),
        ("fresh_seed", count("Their seed: simulate with it meets the same nights.")),
        ("checks", count("Checks made, each on nights of its own.")),
        ("promises", list("promise", "Everything that has to hold, on the fresh nights.")),
        ("roster", list("shift", "By team, then start.")),
        ("agents", count("All agents; of a level its highest step.")),
        ("paid_h", amount("Planned hours, if nobody is absent.")),
        (
            "planned_cost",
            amount(
                "Planned pay less what is expected to be absent, without overtime; hours, where nobody is paid.",
            ),
        ),
        ("bound", or_null(amount(""), "No roster that holds is planned to cost less.")),
        ("gap", or_null(share(""), "Share of the planned cost that lies above the bound.")),
        ("binds", list("bind", "What keeps the roster from being cheaper or better.")),
        ("change_replications", count("Nights that more and fewer were seen on.")),
        ("change_from", promise()),
        ("frontier", list("frontier", "Of all rosters measured, those of which none is cheaper and better.")),
        ("formulas", list("formula", "What formulas ask for with the same shifts, and what then happens.")),
        ("rosters_searched", count("Rosters that the search measured.")),
        ("nights_searched", count("Nights that it simulated.")),
    ];
    fields.into_iter().map(|(name, of)| (name.to_owned(), of)).collect()
}

fn own_definitions() -> Map<String, Value> {
    let agents = object(&[("name", string("As in the roster.")), ("agents", count("How many."))]);
    let stretch = object(&[
        ("name", string("Its clock time.")),
        ("start_s", json!({ "type": "number", "description": "From the opening." })),
        ("end_s", json!({ "type": "number", "description": "From the opening." })),
    ]);
    let promise_fields = object(&[
        ("name", string("all, a target, or a target and an interval.")),
        ("target", or_null(json!({ "type": "string" }), "Which target; null: all together.")),
        ("interval", or_null(json!({ "type": "string" }), "Which interval; null: the whole night.")),
        ("share", share("Chance or compliance that was seen.")),
        ("low", share("Lower end of its interval.")),
        ("high", share("Upper end.")),
        ("required", share("What the lower end has to reach.")),
        ("holds", json!({ "type": "boolean" })),
    ]);
    let shift = object(&[
        ("name", string("team/shift, or team/21:30 of a level.")),
        ("team", string("Which team.")),
        ("shift", or_null(json!({ "type": "string" }), "The shift; null: a step of a level.")),
        ("family", or_null(json!({ "type": "string" }), "The family it was chosen of.")),
        ("from", string("Clock time.")),
        ("to", string("Clock time.")),
        ("agents", count("How many.")),
        ("min", count("Fewest that could be chosen.")),
        ("max", count("Most.")),
        ("paid_h", amount("Planned hours of all of them.")),
        ("wages", amount("Their planned pay, less what is expected to be absent.")),
        ("more", or_null(promise(), "The worst promise with one agent more.")),
        ("fewer", or_null(promise(), "With one fewer.")),
        ("on_shift", list("stretch", "When, between opening and close.")),
    ]);
    let frontier = object(&[
        ("name", string("Its place, from the cheapest.")),
        ("cost", amount("Planned cost and overtime.")),
        ("agents", count("Agents.")),
        ("paid_h", amount("Planned hours.")),
        ("replications", count("Nights it was seen on.")),
        ("worst", promise()),
        ("roster", list("agents", "Shifts with somebody on them.")),
    ]);
    let promised = object(&[
        ("name", string("As in the file.")),
        ("promised", or_null(share(""), "The service level promised.")),
        ("compliance", or_null(share(""), "What happens, over all nights.")),
        ("chance_met", or_null(share(""), "The chance of a night to meet it.")),
    ]);
    let formula = object(&[
        ("name", json!({ "enum": ["erlang_c", "erlang_a"] })),
        ("agents", count("Agents.")),
        ("paid_h", amount("Planned hours.")),
        ("planned_cost", amount("Planned cost.")),
        ("holds", json!({ "type": "boolean", "description": "Whether what is asked for holds with it." })),
        ("replications", count("Nights simulated.")),
        (
            "chance_all_met",
            or_null(json!({ "$ref": "#/$defs/chance" }), "Share of nights that meet every target."),
        ),
        ("targets", list("promised", "What it promises, and what happens.")),
        ("roster", list("agents", "Shifts with somebody on them.")),
    ]);
    let bind = object(&[("name", string("What.")), ("message", string("How."))]);
    let all = [
        ("agents", agents),
        ("stretch", stretch),
        ("promise", promise_fields),
        ("shift", shift),
        ("frontier", frontier),
        ("promised", promised),
        ("formula", formula),
        ("bind", bind),
    ];
    all.into_iter().map(|(name, of)| (name.to_owned(), of)).collect()
}
