/// What an account has beside its password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Factors {
    /// An authenticator app, confirmed by a first code.
    pub(crate) totp: bool,
    /// One passkey or more.
    pub(crate) passkey: bool,
    /// How many are left.
    pub(crate) recovery_codes: u64,
}

impl Factors {
    /// Whether a log-in by password needs a second step. Recovery codes are a way back, no factor.
    pub(crate) const fn is_any(self) -> bool {
        self.totp || self.passkey
    }

    /// What the second step can be done by.
    pub(crate) fn methods(self) -> Vec<&'static str> {
        let all = [
            ("totp", self.totp),
            ("passkey", self.passkey),
            ("recovery_code", self.recovery_codes > 0),
        ];
        let methods = all.into_iter().filter(|(_, is_there)| *is_there);
        methods.map(|(method, _)| method).collect()
    }
}

/// What a step between two requests leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A session, for whoever gave the right password.
    SecondFactor,
    /// A session, for whoever has a passkey.
    Passkey,
    /// A new passkey of somebody who is logged in.
    Registration,
}

impl Purpose {
    const ALL: [Self; 3] = [Self::SecondFactor, Self::Passkey, Self::Registration];

    /// The word in the database.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::SecondFactor => "second_factor",
            Self::Passkey => "passkey",
            Self::Registration => "registration",
        }
    }

    /// Reads the word back.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }
}
