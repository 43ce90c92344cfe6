//! Times of many: days before a deadline, on which the national queue is run otherwise.

use centres::Texts;
use chrono::TimeDelta;
use kernel::{FieldError, Instant, SurgeId, line};
use routing::Policy;

use super::{
    notice::{checked_texts, fault},
    policy::{NOTE, Step},
};

/// Characters of a link's text in one language.
const LINK_TEXT: usize = 200;
/// Characters of an address.
const ADDRESS: usize = 500;
const MOST_LINKS: usize = 5;
/// How long it lasts at most.
const LONGEST: TimeDelta = TimeDelta::days(31);
/// How far ahead it is planned.
const FURTHEST: TimeDelta = TimeDelta::days(366);

/// An address and what it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) url: String,
    pub(crate) texts: Texts,
}

/// How the queue is run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SurgeTerms {
    /// In place of the policy's.
    pub(crate) queue_cap: Option<u32>,
    /// Estimated wait from which on seekers are told what else they can do.
    pub(crate) choices_after_s: Option<u32>,
    /// Shown before the queue; can be passed.
    pub(crate) self_help: Vec<Link>,
    /// Where many are helped at once.
    pub(crate) group_session: Option<Link>,
}

/// What coordinators plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SurgePlan {
    pub(crate) starts_at: Instant,
    pub(crate) ends_at: Instant,
    /// For staff only.
    pub(crate) reason: String,
    pub(crate) terms: SurgeTerms,
}

/// A plan that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Surge {
    pub(crate) id: SurgeId,
    pub(crate) plan: SurgePlan,
    /// Counts the changes.
    pub(crate) revision: u32,
    pub(crate) changed: Step,
}

impl Surge {
    /// Whether it lasts at a time.
    pub(crate) fn is_in_force(&self, now: Instant) -> bool {
        (self.plan.starts_at..self.plan.ends_at).contains(&now)
    }

    /// The policy for those who come while it lasts.
    pub(crate) fn adapt(&self, policy: &Policy) -> Policy {
        let terms = &self.plan.terms;
        let mut adapted = policy.clone();
        adapted.queue_cap = terms.queue_cap.or(policy.queue_cap);
        if let Some(after) = terms.choices_after_s {
            adapted.callback.wait_exceeds_s = after;
        }
        adapted
    }
}

impl SurgePlan {
    /// The plan with its texts as they are kept.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub(crate) fn checked(self, now: Instant) -> Result<Self, Vec<FieldError>> {
        let mut faults = Vec::new();
        let reason = line(&self.reason, NOTE).unwrap_or_else(|why| {
            faults.push(fault("reason", why));
            String::new()
        });
        let (begin, end) = (self.starts_at, self.ends_at);
        if begin > now + FURTHEST {
            faults.push(fault("starts_at", "must be within the next 366 days"));
        }
        if end <= begin || end <= now || end.signed_duration_since(begin) > LONGEST {
            let reason = "must be to come, after starts_at, and within 31 days of it";
            faults.push(fault("ends_at", reason));
        }
        let terms = self.terms.checked(&mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Self {
            reason,
            terms,
            ..self
        })
    }
}

impl SurgeTerms {
    fn checked(self, faults: &mut Vec<FieldError>) -> Self {
        if self
            .queue_cap
            .is_some_and(|cap| !(1..=10_000).contains(&cap))
        {
            faults.push(fault("queue_cap", "must be 1 to 10000"));
        }
        let after = self.choices_after_s;
        if after.is_some_and(|after| after > 14_400) {
            faults.push(fault("choices_after_s", "must be at most 14400"));
        }
        if self.self_help.len() > MOST_LINKS {
            let reason = format!("must be at most {MOST_LINKS}");
            faults.push(fault("self_help", reason));
        }
        let links = self.self_help.into_iter().enumerate();
        let self_help = links
            .map(|(place, link)| link.checked(&format!("self_help.{place}"), faults))
            .collect();
        let group_session = self.group_session;
        Self {
            self_help,
            group_session: group_session.map(|link| link.checked("group_session", faults)),
            ..self
        }
    }
}

impl Link {
    fn checked(self, field: &str, faults: &mut Vec<FieldError>) -> Self {
        let url = self.url.trim();
        if !is_secure_address(url) {
            let reason = "must be a web address that begins with https://";
            faults.push(fault(format!("{field}.url"), reason));
        }
        let texts = format!("{field}.texts");
        Self {
            url: url.to_owned(),
            texts: checked_texts(&texts, &self.texts, LINK_TEXT, faults),
        }
    }
}

fn is_secure_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://");
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    let is_host = host.is_some_and(|host| {
        let known = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':');
        host.contains('.') && host.chars().all(known)
    });
    let is_strange = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\'' | '\\' | '`')
    };
    is_host && text.chars().count() <= ADDRESS && !text.contains(is_strange)
}

/// The one that holds at a time: of several that which began last.
pub(crate) fn in_force(all: &[Surge], now: Instant) -> Option<&Surge> {
    let lasting = all.iter().filter(|one| one.is_in_force(now));
    lasting.max_by_key(|one| (one.plan.starts_at, one.changed.at, one.id))
}

#[cfg(test)]
mod tests {
    use kernel::{AccountId, Language};

    use super::*;

    fn at(hour: i64) -> Instant {
        testkit::working_day() + TimeDelta::hours(hour)
    }

    fn plan() -> SurgePlan {
        SurgePlan {
            starts_at: at(0),
            ends_at: at(5),
            reason: "Søknadsfrist 15. april".to_owned(),
            terms: SurgeTerms::default(),
        }
    }

    fn surge(plan: SurgePlan) -> Surge {
        let (sources, _clock) = testkit::sources(1);
        Surge {
            id: SurgeId::new(&sources),
            plan,
            revision: 1,
            changed: Step {
                by: AccountId::new(&sources),
                at: at(0),
            },
        }
    }

    #[test]
    fn it_begins_and_ends_by_itself() {
        let held = surge(plan());
        let states = [-1, 0, 4, 5].map(|hour| held.is_in_force(at(hour)));
        assert_eq!(states, [false, true, true, false]);
    }

    #[test]
    fn of_several_the_one_that_began_last_holds() {
        let later = SurgePlan {
            starts_at: at(2),
            ..plan()
        };
        let all = [surge(later.clone()), surge(plan())];
        assert_eq!(in_force(&all, at(1)).map(|one| &one.plan), Some(&plan()));
        assert_eq!(in_force(&all, at(3)).map(|one| &one.plan), Some(&later));
        assert!(in_force(&all, at(6)).is_none());
    }

    #[test]
    fn its_cap_goes_before_that_of_the_policy() {
        let mut capped = surge(plan());
        let policy = Policy {
            queue_cap: Some(50),
            ..Policy::default()
        };
        assert_eq!(capped.adapt(&policy), policy);
        capped.plan.terms.queue_cap = Some(200);
        assert_eq!(capped.adapt(&policy).queue_cap, Some(200));
        assert_eq!(capped.adapt(&policy).version, policy.version);
    }

    #[test]
    fn every_fault_names_its_field() {
        let link = |url: &str| Link {
            url: url.to_owned(),
            texts: Texts::from_iter([(Language::Nb, "Les dette først")]),
        };
        let mut wrong = SurgePlan {
            ends_at: at(0),
            reason: " ".to_owned(),
            ..plan()
        };
        wrong.terms = SurgeTerms {
            queue_cap: Some(0),
            choices_after_s: Some(20_000),
            self_help: vec![link("https://utdanning.no/x"), link("http://utdanning.no")],
            group_session: Some(Link {
                texts: Texts::default(),
                ..link("javascript:alert(1)")
            }),
        };
        let faults = wrong.checked(at(0)).unwrap_err();
        let fields: Vec<_> = faults.into_iter().map(|fault| fault.field).collect();
        let expected = [
            "reason",
            "ends_at",
            "queue_cap",
            "choices_after_s",
            "self_help.1.url",
            "group_session.url",
            "group_session.texts.nb",
        ];
        assert_eq!(fields, expected);
    }

    #[test]
    fn only_secure_addresses_of_a_host_are_links() {
        for good in [
            "https://utdanning.no",
            "https://møte.veiviser.no:8443/a?b=c#d",
        ] {
            assert!(is_secure_address(good), "{good}");
        }
        for bad in [
            "http://a.no",
            "https://",
            "https://a",
            "https://u@a.no",
            "https://a.no/ b",
        ] {
            assert!(!is_secure_address(bad), "{bad}");
        }
    }
}
