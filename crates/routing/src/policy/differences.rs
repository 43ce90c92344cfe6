//! Two policies side by side.

use serde::Serialize;
use serde_json::{Map, Value};

use super::Policy;

/// A field in which two policies differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Path of the field, as `widening_to_all_s` or `weights.chat`.
    pub field: String,
    /// Its value in the one, as in the stored form.
    pub before: Value,
    /// Its value in the other.
    pub after: Value,
}

fn fields(policy: &Policy) -> Map<String, Value> {
    match serde_json::to_value(policy) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

impl Policy {
    /// The rules that differ from this policy to the other; the version, which names and does not rule, apart.
    ///
    /// What holds several values (seconds and weights by channel, bands by reason, callback rules) is compared value
    /// by value; lists are compared whole.
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
        let (before, after) = (fields(self), fields(other));
        let mut all = Vec::new();
        for (field, value) in &before {
            let new = after.get(field).unwrap_or(&Value::Null);
            match (value, new) {
                _ if field == "version" => {}
                (Value::Object(old), Value::Object(new)) => {
                    for (name, value) in old {
                        let new = new.get(name).unwrap_or(&Value::Null);
                        note(format!("{field}.{name}"), value, new, &mut all);
                    }
                }
                _ => note(field.clone(), value, new, &mut all),
            }
        }
        all
    }
}

fn note(field: String, before: &Value, after: &Value, all: &mut Vec<Difference>) {
    if before != after {
        all.push(Difference {
            field,
            before: before.clone(),
            after: after.clone(),
        });
    }
}
