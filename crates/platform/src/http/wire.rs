//! Kernel values in OpenAPI documents: ids, closed sets of words, counties, texts.

use std::{
    borrow::Cow,
    fmt::{self, Display},
    marker::PhantomData,
    str::FromStr,
};

use kernel::{
    AgreementState, Channel, County, Id, IdKind, Instant, Language, NoticeKind, NoticePlace,
    OrganisationNumber, OverrideMode, PartnerEnvironment, PartnerQuota, PartnerScope, PartnerState,
    PresenceState, QueueKind, Role, Side, SwapState, WorkType,
};
use poem_openapi::{
    registry::{MetaSchema, MetaSchemaRef},
    types::{ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToJSON, Type},
};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeOwned, Error},
};
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

/// A closed set of words that has no type in the kernel.
pub trait Words: Send + Sync + 'static {
    /// All of them.
    const WORDS: &'static [&'static str];
}

/// One of the words of a set.
#[derive(Serialize)]
#[serde(transparent)]
pub struct OneOf<W> {
    word: Cow<'static, str>,
    #[serde(skip)]
    words: PhantomData<fn() -> W>,
}

impl<W: Words> Wire<OneOf<W>> {
    /// The word, which is in the set.
    pub fn word(word: impl Into<Cow<'static, str>>) -> Self {
        Self(OneOf {
            word: word.into(),
            words: PhantomData,
        })
    }
}

impl<W> OneOf<W> {
    /// The word.
    pub fn as_str(&self) -> &str {
        &self.word
    }
}

impl<'de, W: Words> Deserialize<'de> for OneOf<W> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = String::deserialize(deserializer)?;
        let known = W::WORDS.iter().find(|word| **word == given);
        let word = known.ok_or_else(|| D::Error::unknown_variant(&given, W::WORDS))?;
        Ok(Self {
            word: Cow::Borrowed(word),
            words: PhantomData,
        })
    }
}

impl<W> Clone for OneOf<W> {
    fn clone(&self) -> Self {
        Self {
            word: self.word.clone(),
            words: PhantomData,
        }
    }
}

impl<W> fmt::Debug for OneOf<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.word, f)
    }
}

impl<W> PartialEq for OneOf<W> {
    fn eq(&self, other: &Self) -> bool {
        self.word == other.word
    }
}

impl<W> Eq for OneOf<W> {}

impl<W: Words> Word for OneOf<W> {
    fn schema() -> MetaSchema {
        one_of(W::WORDS)
    }
}

/// An instant in UTC, RFC 3339 to the microsecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Moment(pub Instant);

impl Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        serializer.serialize_str(&text)
    }
}

impl Word for Moment {
    fn schema() -> MetaSchema {
        MetaSchema {
            format: Some("date-time"),
            ..MetaSchema::new("string")
        }
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

closed_sets!(
    AgreementState,
    Language,
    Channel,
    WorkType,
    NoticeKind,
    NoticePlace,
    OverrideMode,
    PartnerEnvironment,
    PartnerQuota,
    PartnerScope,
    PartnerState,
    QueueKind,
    PresenceState,
    Side,
    SwapState
);

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

impl Word for OrganisationNumber {
    fn schema() -> MetaSchema {
        MetaSchema {
            pattern: Some("^[2389][0-9]{8}$".to_owned()),
            ..MetaSchema::new("string")
        }
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
