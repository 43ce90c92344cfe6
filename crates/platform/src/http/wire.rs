//! Kernel values in OpenAPI documents: ids, closed sets of words, counties, texts.

use std::{borrow::Cow, fmt::Display, str::FromStr};

use kernel::{Channel, County, Id, IdKind, Language, PresenceState, QueueKind, Role, WorkType};
use poem_openapi::{
    registry::{MetaSchema, MetaSchemaRef},
    types::{ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToJSON, Type},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// A value that is one string on the wire.
pub trait Word: Clone + Send + Sync {
    /// How a document describes it.
    fn schema() -> MetaSchema;
}

/// Carries a kernel value in a request or answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Wire<T>(pub T);

impl<T: Word> Type for Wire<T> {
    const IS_REQUIRED: bool = true;
    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        "string".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(T::schema()))
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(std::iter::once(self))
    }
}

impl<T: Word + Serialize> ToJSON for Wire<T> {
    fn to_json(&self) -> Option<Value> {
        serde_json::to_value(&self.0).ok()
    }
}

impl<T: Word + DeserializeOwned> ParseFromJSON for Wire<T> {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        serde_json::from_value(value.unwrap_or_default())
            .map(Self)
            .map_err(ParseError::custom)
    }
}

impl<T: Word + FromStr<Err: Display>> ParseFromParameter for Wire<T> {
    fn parse_from_parameter(value: &str) -> ParseResult<Self> {
        value.parse().map(Self).map_err(ParseError::custom)
    }
}

impl<T> From<T> for Wire<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

fn one_of(words: &[&str]) -> MetaSchema {
    MetaSchema {
        enum_items: words.iter().map(|word| Value::from(*word)).collect(),
        ..MetaSchema::new("string")
    }
}

macro_rules! closed_sets {
    ($($set:ty),*) => {$(
        impl Word for $set {
            fn schema() -> MetaSchema {
                one_of(Self::WORDS)
            }
        }
    )*};
}

closed_sets!(Language, Channel, WorkType, QueueKind, PresenceState);

impl Word for County {
    fn schema() -> MetaSchema {
        one_of(Self::NUMBERS)
    }
}

impl Word for Role {
    fn schema() -> MetaSchema {
        one_of(
            &Role::ALL
                .iter()
                .map(|role| role.as_str())
                .collect::<Vec<_>>(),
        )
    }
}

impl<K: IdKind> Word for Id<K> {
    fn schema() -> MetaSchema {
        MetaSchema {
            pattern: Some(format!("^{}_[0-9a-hjkmnp-tv-z]{{26}}$", K::PREFIX)),
            ..MetaSchema::new("string")
        }
    }
}
