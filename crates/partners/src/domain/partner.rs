//! Partners and what they may do.

use kernel::{
    CentreId, FieldError, Instant, OrganisationNumber, PartnerEnvironment, PartnerId, PartnerKeyId,
    PartnerQuota, PartnerScope, PartnerState, line,
};
use serde_json::Value;

/// Characters of a name.
const NAME: usize = 200;
/// Characters of an address (RFC 5321, section 4.5.3.1.3).
const CONTACT: usize = 254;
/// Centres that can be chosen one by one.
const MOST_CENTRES: usize = 100;
/// Keys of one partner.
pub(crate) const MOST_KEYS: usize = 5;

/// The centres a partner may ask about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ChosenCentres {
    /// Every one, also those to come.
    All,
    /// These; in order.
    Only(Vec<CentreId>),
}

impl ChosenCentres {
    pub(crate) fn include(&self, centre: CentreId) -> bool {
        match self {
            Self::All => true,
            Self::Only(chosen) => chosen.contains(&centre),
        }
    }
}

/// What a coordinator decides about a partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PartnerFields {
    pub(crate) name: String,
    /// Where its staff is reached.
    pub(crate) contact: String,
    /// In the order of the kernel, once each.
    pub(crate) scopes: Vec<PartnerScope>,
    pub(crate) centres: ChosenCentres,
    pub(crate) quota: PartnerQuota,
}

/// An organisation whose systems call the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Partner {
    pub(crate) id: PartnerId,
    pub(crate) organisation: OrganisationNumber,
    pub(crate) environment: PartnerEnvironment,
    pub(crate) fields: PartnerFields,
    pub(crate) state: PartnerState,
    pub(crate) created_at: Instant,
}

/// A public key that a partner signs for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) id: PartnerKeyId,
    /// Its name, chosen by the partner.
    pub(crate) kid: String,
    /// The signature it makes.
    pub(crate) algorithm: String,
    /// The key itself (RFC 7517).
    pub(crate) jwk: Value,
    /// When it ends; none for as long as it is not removed.
    pub(crate) not_after: Option<Instant>,
    pub(crate) created_at: Instant,
}

impl Key {
    pub(crate) fn is_live(&self, now: Instant) -> bool {
        self.not_after.is_none_or(|end| end > now)
    }
}

impl PartnerFields {
    /// The fields as they are kept.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub(crate) fn checked(self) -> Result<Self, Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut fault = |field: &str, reason: String| {
            faults.push(FieldError {
                field: field.to_owned(),
                reason,
            });
        };
        let name = line(&self.name, NAME).unwrap_or_else(|reason| {
            fault("name", reason);
            String::new()
        });
        let contact = address(&self.contact).unwrap_or_else(|reason| {
            fault("contact", reason);
            String::new()
        });
        let centres = match self.centres {
            ChosenCentres::All => ChosenCentres::All,
            ChosenCentres::Only(mut chosen) => {
                chosen.sort_unstable();
                chosen.dedup();
                if chosen.is_empty() || chosen.len() > MOST_CENTRES {
                    fault(
                        "centres",
                        format!("must be 1 to {MOST_CENTRES}, or absent for all"),
                    );
                }
                ChosenCentres::Only(chosen)
            }
        };
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Self {
            name,
            contact,
            scopes: scopes_of(|scope| self.scopes.contains(&scope)),
            centres,
            quota: self.quota,
        })
    }
}

/// The scopes for which `holds` holds, in order.
pub(crate) fn scopes_of(holds: impl Fn(PartnerScope) -> bool) -> Vec<PartnerScope> {
    let all = PartnerScope::ALL.iter().copied();
    all.filter(|scope| holds(*scope)).collect()
}

/// Requests a minute.
pub(crate) const fn per_minute(quota: PartnerQuota) -> u32 {
    match quota {
        PartnerQuota::Small => 60,
        PartnerQuota::Medium => 600,
        PartnerQuota::Large => 6000,
    }
}

/// Something that mail may reach; only sending it would tell.
fn address(text: &str) -> Result<String, String> {
    let text = line(text, CONTACT)?;
    let is_address = text
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'));
    if !is_address || text.contains(char::is_whitespace) {
        return Err("must be an e-mail address".to_owned());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> PartnerFields {
        PartnerFields {
            name: " Nav ".to_owned(),
            contact: "drift@nav.example".to_owned(),
            scopes: vec![
                PartnerScope::ReferralWrite,
                PartnerScope::AvailabilityRead,
                PartnerScope::ReferralWrite,
            ],
            centres: ChosenCentres::All,
            quota: PartnerQuota::Medium,
        }
    }

    #[test]
    fn fields_are_put_in_order() {
        let kept = fields().checked().unwrap();
        assert_eq!(kept.name, "Nav");
        let scopes = [PartnerScope::AvailabilityRead, PartnerScope::ReferralWrite];
        assert_eq!(kept.scopes, scopes);
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let wrong = PartnerFields {
            name: String::new(),
            contact: "nav".to_owned(),
            centres: ChosenCentres::Only(Vec::new()),
            ..fields()
        };
        let faults = wrong.checked().unwrap_err();
        let named: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(named, ["name", "contact", "centres"]);
    }

    #[test]
    fn addresses_have_a_name_and_a_host() {
        for wrong in [
            "",
            "@nav.no",
            "a@b",
            "a@@nav.no",
            "a b@nav.no",
            "a@nav.no\nb",
        ] {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }
}
