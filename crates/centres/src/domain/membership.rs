//! The rules of a membership.

use std::collections::HashSet;

use kernel::{FieldError, Membership};

use super::line;

/// Characters of an alias.
const ALIAS: usize = 40;
/// Characters and number of topics.
const TOPIC: usize = 60;
const MOST_TOPICS: usize = 50;
/// Units one person can carry; more is a typing error.
const MOST_UNITS: u32 = 20;

/// The membership without blanks and doubles.
///
/// # Errors
/// Every field that breaks a rule.
pub fn checked(mut membership: Membership) -> Result<Membership, Vec<FieldError>> {
    let mut faults = Vec::new();
    let mut fault = |field: String, reason: String| faults.push(FieldError { field, reason });
    match line(&membership.alias, ALIAS) {
        Ok(alias) => membership.alias = alias,
        Err(reason) => fault("alias".to_owned(), reason),
    }
    let at_least_one = || "must name at least one".to_owned();
    membership.languages.sort_unstable();
    membership.languages.dedup();
    if membership.languages.is_empty() {
        fault("languages".to_owned(), at_least_one());
    }
    membership.channels.sort_unstable();
    membership.channels.dedup();
    if membership.channels.is_empty() {
        fault("channels".to_owned(), at_least_one());
    }
    if membership.topics.len() > MOST_TOPICS {
        let reason = format!("must be at most {MOST_TOPICS}");
        fault("topics".to_owned(), reason);
    } else {
        let mut known = HashSet::new();
        let mut topics = Vec::new();
        for (place, topic) in membership.topics.iter().enumerate() {
            match line(topic, TOPIC) {
                Ok(topic) if known.insert(topic.clone()) => topics.push(topic),
                Ok(_double) => {}
                Err(reason) => fault(format!("topics.{place}"), reason),
            }
        }
        membership.topics = topics;
    }
    if membership.capacity_units > MOST_UNITS {
        let reason = format!("must be at most {MOST_UNITS}");
        fault("capacity_units".to_owned(), reason);
    }
    if faults.is_empty() {
        Ok(membership)
    } else {
        Err(faults)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Channel, Language};

    fn membership() -> Membership {
        Membership {
            alias: " Kari ".to_owned(),
            languages: vec![Language::Nn, Language::Nb, Language::Nn],
            topics: vec!["study".to_owned(), " study".to_owned()],
            capacity_units: 3,
            channels: vec![Channel::Phone, Channel::Chat, Channel::Chat],
            works_from_home: false,
        }
    }

    #[test]
    fn blanks_and_doubles_go() {
        let checked = checked(membership()).unwrap();
        assert_eq!(checked.alias, "Kari");
        assert_eq!(checked.languages, [Language::Nb, Language::Nn]);
        assert_eq!(checked.topics, ["study"]);
        assert_eq!(checked.channels, [Channel::Chat, Channel::Phone]);
    }

    #[test]
    fn every_faulty_field_is_named() {
        let faults = checked(Membership {
            alias: String::new(),
            languages: Vec::new(),
            topics: vec!["study".to_owned(), "\n".to_owned()],
            capacity_units: 21,
            channels: Vec::new(),
            works_from_home: true,
        });
        let faults = faults.unwrap_err();
        let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "alias",
                "languages",
                "channels",
                "topics.1",
                "capacity_units"
            ]
        );
    }
}
