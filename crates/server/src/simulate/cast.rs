//! Who plays, and what they say: the demo's counsellors and its written talks.

use std::{cmp::Reverse, sync::Arc};

use anyhow::Context;
use serde::Deserialize;

const SCRIPTS: &str = include_str!("../../../../config/demo/scripts.toml");
const CENTRES: &str = include_str!("../../../../config/demo/centres.toml");

/// A written talk.
#[derive(Clone, Debug, Deserialize)]
pub struct Script {
    /// Language of both sides.
    pub language: String,
    /// What it is about.
    pub topic: String,
    /// `information` or `guidance`.
    pub work_type: String,
    /// Where the seeker lives, if they tell.
    pub county: Option<String>,
    /// Who says what, in order.
    pub turns: Vec<Turn>,
}

/// One thing said.
#[derive(Clone, Debug, Deserialize)]
pub struct Turn {
    /// `seeker` or `counsellor`.
    pub from: String,
    /// The words.
    pub text: String,
}

/// A counsellor's log-in.
#[derive(Clone, Debug, Deserialize)]
pub struct Account {
    /// Its name.
    pub email: String,
    /// Languages the counsellor speaks.
    pub languages: Vec<String>,
}

/// Players and talks.
#[derive(Clone, Debug)]
pub struct Cast {
    /// The talks, chosen from at random.
    pub scripts: Vec<Arc<Script>>,
    /// Who is on duty; those with the longest hours first, so that a simulation works at night.
    pub counsellors: Vec<Account>,
}

#[derive(Deserialize)]
struct Scripts {
    script: Vec<Script>,
}

#[derive(Deserialize)]
struct Centres {
    centre: Vec<Centre>,
}

#[derive(Deserialize)]
struct Centre {
    agreement: Option<Agreement>,
    counsellors: Vec<Account>,
}

#[derive(Deserialize)]
struct Agreement {
    channels: Vec<String>,
    hours_per_week: u32,
}

impl Cast {
    /// Reads the demo's files: all talks, and all counsellors of centres that serve the national chat.
    pub fn read() -> anyhow::Result<Self> {
        let scripts: Scripts = toml::from_str(SCRIPTS).context("config/demo/scripts.toml")?;
        let centres: Centres = toml::from_str(CENTRES).context("config/demo/centres.toml")?;
        let mut national: Vec<(u32, Vec<Account>)> = centres
            .centre
            .into_iter()
            .filter_map(|centre| {
                let agreement = centre.agreement?;
                let chats = agreement.channels.iter().any(|channel| channel == "chat");
                chats.then_some((agreement.hours_per_week, centre.counsellors))
            })
            .collect();
        national.sort_by_key(|(hours, _)| Reverse(*hours));
        Ok(Self {
            scripts: scripts.script.into_iter().map(Arc::new).collect(),
            counsellors: national
                .into_iter()
                .flat_map(|(_, counsellors)| counsellors)
                .collect(),
        })
    }

    /// The same with only the first `count` counsellors, and only talks in languages they speak.
    #[must_use]
    pub fn with_counsellors(mut self, count: usize) -> Self {
        self.counsellors.truncate(count);
        let spoken = |language: &String| {
            self.counsellors
                .iter()
                .any(|counsellor| counsellor.languages.contains(language))
        };
        self.scripts.retain(|script| spoken(&script.language));
        self
    }

    /// The talk a seeker who begins with these words has in mind.
    pub(super) fn script_beginning(&self, text: &str) -> Option<&Arc<Script>> {
        let begins =
            |script: &&Arc<Script>| script.turns.first().is_some_and(|turn| turn.text == text);
        self.scripts.iter().find(begins)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_talk_is_known_by_its_first_words() {
        let cast = Cast::read().unwrap();
        let beginnings: HashSet<&str> = cast
            .scripts
            .iter()
            .map(|script| script.turns[0].text.as_str())
            .collect();
        assert_eq!(beginnings.len(), cast.scripts.len());
        assert!(
            cast.scripts
                .iter()
                .all(|script| script.turns[0].from == "seeker")
        );
    }

    #[test]
    fn nine_counsellors_speak_every_language_of_the_talks() {
        let cast = Cast::read().unwrap();
        let all = cast.scripts.len();
        assert_eq!(cast.with_counsellors(9).scripts.len(), all);
    }
}
