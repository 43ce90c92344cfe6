//! Lifts poem-openapi's document to OpenAPI 3.1.1 and tidies what it cannot express itself.

use serde_json::{Map, Value, json};

use super::{Audience, Operation, Operations};

/// One document, for one audience.
#[derive(Clone, Debug)]
pub struct Document {
    /// File name without extension: `public`, `staff`, `partner`.
    pub name: &'static str,
    /// Who the operations are for.
    pub audience: Audience,
    /// OpenAPI 3.1.1.
    pub json: Value,
}

impl Document {
    /// Lifts what poem-openapi wrote. `further` are documents of APIs that share paths with the first:
    /// within one document poem-openapi would write such a path twice.
    pub fn new(
        name: &'static str,
        audience: Audience,
        spec: &str,
        further: &[String],
    ) -> Result<Self, serde_json::Error> {
        let mut json: Value = serde_json::from_str(spec)?;
        for spec in further {
            let mut more: Value = serde_json::from_str(spec)?;
            for part in ["/paths", "/components/schemas"] {
                if let (Some(known), Some(new)) = (json.pointer_mut(part), more.pointer_mut(part)) {
                    merge(known, new.take());
                }
            }
        }
        Ok(Self {
            name,
            audience,
            json: lift(json, audience),
        })
    }

    /// Says that the operations are called without a token.
    #[must_use]
    pub fn without_token(mut self, ids: &[&str]) -> Self {
        let paths = self.json.get_mut("paths").and_then(Value::as_object_mut);
        let methods = paths.into_iter().flat_map(|paths| paths.values_mut());
        let operations = methods.filter_map(Value::as_object_mut);
        for operation in operations.flat_map(|methods| methods.values_mut()) {
            let id = operation.get("operationId").and_then(Value::as_str);
            let is_open = id.is_some_and(|id| ids.contains(&id));
            if is_open && let Some(operation) = operation.as_object_mut() {
                operation.insert("security".to_owned(), json!([]));
            }
        }
        self
    }

    /// The document as committed: indented, with a final line break.
    pub fn text(&self) -> String {
        format!("{:#}\n", self.json)
    }

    /// The operations it describes.
    pub fn operations(&self) -> Operations {
        let paths = self.json.get("paths").and_then(Value::as_object);
        let mut found = Vec::new();
        for (path, methods) in paths.into_iter().flatten() {
            for (method, operation) in methods.as_object().into_iter().flatten() {
                let id = operation.get("operationId").and_then(Value::as_str);
                if let (Some(id), Ok(method)) = (id, method.to_uppercase().parse()) {
                    let path = format!("{}{path}", self.audience.base());
                    found.push(Operation {
                        id: id.to_owned(),
                        method,
                        path,
                        audience: self.audience,
                    });
                }
            }
        }
        Operations(found)
    }
}

/// Adds the members of an object to those of another; what both have is merged in turn.
fn merge(known: &mut Value, new: Value) {
    match (known, new) {
        (Value::Object(known), Value::Object(new)) => {
            for (name, value) in new {
                merge(known.entry(name).or_insert_with(|| json!({})), value);
            }
        }
        (known, new) => *known = new,
    }
}

/// OpenAPI 3.0.0 in, 3.1.1 out.
pub fn lift(mut document: Value, audience: Audience) -> Value {
    tidy(&mut document);
    declare_body_limit(&mut document);
    if let Some(root) = document.as_object_mut() {
        root.insert("openapi".to_owned(), json!("3.1.1"));
        root.remove("webhooks");
        let security = match audience {
            Audience::Public => json!([{}, { "conversation": [] }]),
            Audience::Staff => json!([{ "session": [] }, { "bearer": [] }]),
            Audience::Partner => json!([{ "token": [] }]),
        };
        root.insert("security".to_owned(), security);
        if let Some(info) = root.get_mut("info").and_then(Value::as_object_mut) {
            let licence = json!({ "name": "EUPL-1.2", "identifier": "EUPL-1.2" });
            info.insert("license".to_owned(), licence);
        }
        let schemes = match audience {
            Audience::Public => json!({ "conversation": {
                "type": "http", "scheme": "bearer",
                "description": "The unguessable token that holds one conversation."
            } }),
            Audience::Staff => json!({
                "session": { "type": "apiKey", "in": "cookie", "name": "veiviser_session",
                    "description": "Set at log-in. Requests that change something also carry X-CSRF-Token." },
                "bearer": { "type": "http", "scheme": "bearer",
                    "description": "The same log-in for scripts, asked for with `bearer: true`." }
            }),
            Audience::Partner => json!({ "token": {
                "type": "http", "scheme": "bearer",
                "description": "An access token of Maskinporten, or of `token_create`. Each operation names the \
                                scope it needs."
            } }),
        };
        let components = root.entry("components").or_insert_with(|| json!({}));
        if let Some(components) = components.as_object_mut() {
            components.insert("securitySchemes".to_owned(), schemes);
        }
    }
    document
}

/// A body may be too large also where none is asked for: the guard looks before the operation does.
fn declare_body_limit(document: &mut Value) {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    let paths = paths.into_iter().flat_map(|paths| paths.values_mut());
    for (method, operation) in paths.filter_map(Value::as_object_mut).flatten() {
        let responses = operation
            .get_mut("responses")
            .and_then(Value::as_object_mut);
        if let Some(responses) = responses
            && method != "get"
            && let Some(mut refusal) = responses.get("400").cloned()
        {
            if let Some(refusal) = refusal.as_object_mut() {
                refusal.insert("description".to_owned(), json!("Payload Too Large"));
            }
            responses.entry("413").or_insert(refusal);
        }
    }
}

fn tidy(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Object(members) => {
            tidy_members(members);
            members.values_mut().for_each(tidy);
        }
        Value::Number(number) => {
            // 3.0 documents carry bounds as 100.0.
            let whole = number
                .as_f64()
                .filter(|n| n.fract() == 0.0 && number.is_f64());
            if let Some(text) = whole.map(|n| format!("{n:.0}"))
                && let Ok(integer) = text.parse::<i64>()
            {
                *value = integer.into();
            }
        }
        _ => {}
    }
}

fn tidy_members(members: &mut Map<String, Value>) {
    if let Some(media) = members.remove("application/json; charset=utf-8") {
        members.insert("application/json".to_owned(), media);
    }
    if let Some(media) = members.remove("text/plain; charset=utf-8") {
        members.insert("text/plain".to_owned(), media);
    }
    // A word among objects is no object.
    if members.contains_key("oneOf") && members.get("type") == Some(&json!("object")) {
        members.remove("type");
    }
    let stream = members.get_mut("text/event-stream");
    if let Some(schema) = stream.and_then(|media| media.get_mut("schema"))
        && let Some(item) = schema.get_mut("items").map(Value::take)
    {
        *schema = event_of(&item);
    }
    if members.remove("nullable") == Some(Value::Bool(true))
        && let Some(kind) = members.get_mut("type")
    {
        *kind = json!([kind.clone(), "null"]);
    }
    if members.get("format") == Some(&json!("naive-date")) {
        members.insert("format".to_owned(), json!("date"));
    }
    let is_unsigned = members
        .get("format")
        .and_then(Value::as_str)
        .is_some_and(|f| f.starts_with("uint"));
    if is_unsigned {
        members.remove("format");
        members.entry("minimum").or_insert(json!(0));
    }
}

/// One event of a stream: tools read the schema of a stream as that of each event in it.
fn event_of(item: &Value) -> Value {
    json!({
        "type": "object",
        "required": ["data"],
        "properties": {
            "event": {"type": "string"},
            "data": {
                "type": "string", "contentMediaType": "application/json", "contentSchema": item
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_3_0_only_is_lifted() {
        let lifted = lift(
            json!({"openapi": "3.0.0", "webhooks": {}, "x": {"type": "string", "nullable": true},
                   "y": {"type": "integer", "format": "uint32", "maximum": 100.0}}),
            Audience::Public,
        );
        assert_eq!(lifted["openapi"], "3.1.1");
        assert_eq!(lifted["x"]["type"], json!(["string", "null"]));
        assert_eq!(
            lifted["y"],
            json!({"type": "integer", "maximum": 100, "minimum": 0})
        );
    }

    #[test]
    fn words_are_no_objects_and_streams_are_declared_by_their_events() {
        let board = json!({"$ref": "#/components/schemas/Board"});
        let stream = json!({"schema": {"type": "array", "items": board}});
        let lifted = lift(
            json!({"w": {"type": "object", "oneOf": [{"type": "string"}]},
                   "s": {"text/event-stream": stream}}),
            Audience::Staff,
        );
        assert_eq!(lifted["w"], json!({"oneOf": [{"type": "string"}]}));
        let event = &lifted["s"]["text/event-stream"]["schema"]["properties"];
        assert_eq!(event["data"]["contentSchema"], board);
    }

    #[test]
    fn whatever_may_have_a_body_may_have_too_large_a_one() {
        let refusal = json!({"400": {"description": "Bad Request"}});
        let operation = json!({"responses": refusal});
        let lifted = lift(
            json!({"paths": {"/x": {"get": operation, "post": operation}}}),
            Audience::Public,
        );
        let operations = &lifted["paths"]["/x"];
        assert_eq!(operations["get"]["responses"], refusal);
        let declared = &operations["post"]["responses"]["413"];
        assert_eq!(declared["description"], "Payload Too Large");
    }
}
