//! The closed sets of words in answers and frames.

use platform::http::{OneOf, Wire, Words};

use crate::{
    dispatch::ClosedWhy,
    domain::contact::{TOPICS, WRAP_UP_CODES},
};

macro_rules! sets {
    ($($(#[$doc:meta])* $name:ident: $alias:ident = $words:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) struct $name;

        impl Words for $name {
            const WORDS: &'static [&'static str] = $words;
        }

        $(#[$doc])*
        pub(crate) type $alias = Wire<OneOf<$name>>;
    )*};
}

sets! {
    /// How a conversation stands for its seeker.
    SeekerStates: SeekerState = &["waiting", "active", "closed"];
    /// How a contact stands for its counsellor.
    ContactStates: ContactStateWord = &["waiting", "active", "wrap_up", "closed"];
    /// Who wrote or ended something.
    Parties: Party = &["seeker", "counsellor", "service"];
    /// What the service says.
    Notices: NoticeWord = &["counsellor_joined", "transferred", "waiting_again", "closed"];
    /// What to do instead of waiting.
    Choices: ChoiceWord = &["callback", "appointment", "message", "self_help"];
    /// Why nobody in the queue is served just now.
    Closings: ClosedWord = ClosedWhy::WORDS;
    /// What a seeker can ask about.
    Topics: TopicWord = TOPICS;
    /// What a contact came to.
    WrapUpCodes: WrapUpCode = WRAP_UP_CODES;
    /// Phases of a talk.
    Phases: PhaseWord = &["contact", "contract", "communication", "conclusion"];
}
