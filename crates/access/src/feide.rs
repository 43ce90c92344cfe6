//! What Feide's groups tell of somebody: whether they work at a school, and in which county.
//!
//! The rules alone; decision 0027 says what they are for. Groups are read as the groups API of Feide gives them for
//! the scope `groups-org` (docs.feide.no, "Groups API"): the owner of a school is `fc:org:<realm>` with its
//! organisation number, a school is a unit of it. Nothing of them is kept.

use kernel::{County, OrganisationNumber};
use serde::Deserialize;

/// What a school's owner is called, by the kind of school.
const OWNERS: &[&str] = &["upper_secondary_owner", "primary_and_lower_secondary_owner"];
/// What somebody is who works there.
const AT_WORK: &[&str] = &["employee", "faculty", "staff"];
/// What stands in front of an organisation number.
const NORWEGIAN: &str = "NO";

/// One of somebody's groups, as far as it is read.
#[derive(Clone, Debug, Deserialize)]
pub struct FeideGroup {
    id: String,
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    parent: Option<String>,
    #[serde(rename = "orgType", default)]
    org_type: Vec<String>,
    #[serde(rename = "norEduOrgNIN", default)]
    organisation: Option<String>,
    #[serde(default)]
    membership: FeideMembership,
}

/// What somebody is in a group.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct FeideMembership {
    #[serde(default)]
    affiliation: Affiliation,
}

/// One word or some: Feide gives both.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Affiliation {
    One(String),
    Many(Vec<String>),
}

impl Default for Affiliation {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl Affiliation {
    fn is_any_of(&self, words: &[&str]) -> bool {
        match self {
            Self::One(word) => words.contains(&word.as_str()),
            Self::Many(all) => all.iter().any(|word| words.contains(&word.as_str())),
        }
    }
}

/// Where somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchoolStanding {
    /// They work at no school, or are pupils there.
    Elsewhere,
    /// They work at a school.
    Works {
        /// Of the one county council that owns it; none where it is another's, or there are several.
        county: Option<County>,
    },
}

/// What the groups tell of somebody.
pub fn school_standing(groups: &[FeideGroup]) -> SchoolStanding {
    let orgs = || groups.iter().filter(|group| group.kind == "fc:org");
    let owners = orgs().filter(|group| {
        let is_owner = group
            .org_type
            .iter()
            .any(|kind| OWNERS.contains(&kind.as_str()));
        let at_work = group.membership.affiliation.is_any_of(AT_WORK);
        let learns = group.membership.affiliation.is_any_of(&["student"]);
        group.parent.is_none() && is_owner && at_work && !learns
    });
    // Who works for the owner alone is at no school.
    let has_school = |owner: &&FeideGroup| {
        orgs().any(|unit| {
            unit.parent.as_deref() == Some(owner.id.as_str())
                && unit.id.starts_with(&format!("{}:unit:", owner.id))
        })
    };
    let owners: Vec<&FeideGroup> = owners.filter(has_school).collect();
    let mut counties: Vec<Option<County>> = owners.iter().map(|owner| county_of(owner)).collect();
    counties.sort_unstable();
    counties.dedup();
    match counties.as_slice() {
        [] => SchoolStanding::Elsewhere,
        [county] => SchoolStanding::Works { county: *county },
        _ => SchoolStanding::Works { county: None },
    }
}

fn county_of(owner: &FeideGroup) -> Option<County> {
    let number = owner.organisation.as_deref()?.strip_prefix(NORWEGIAN)?;
    County::of_council(number.parse::<OrganisationNumber>().ok()?)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const VESTLAND: &str = "NO821311632";
    const OSLO: &str = "NO958935420";

    /// The owner of a school, and the school.
    fn at(realm: &str, organisation: &str, affiliation: &Value) -> Vec<Value> {
        let owner = format!("fc:org:{realm}");
        vec![
            json!({
                "id": owner, "type": "fc:org", "displayName": "Eieren", "public": false,
                "orgType": ["upper_secondary_owner"], "norEduOrgNIN": organisation,
                "membership": {"basic": "member", "affiliation": affiliation}
            }),
            json!({
                "id": format!("{owner}:unit:NO974557746"), "type": "fc:org", "parent": owner,
                "displayName": "Skolen", "orgType": ["upper_secondary"],
                "membership": {"basic": "member", "primarySchool": true}
            }),
        ]
    }

    fn standing(groups: Vec<Value>) -> SchoolStanding {
        let groups: Vec<FeideGroup> = serde_json::from_value(Value::Array(groups)).unwrap();
        school_standing(&groups)
    }

    fn works(county: Option<&str>) -> SchoolStanding {
        SchoolStanding::Works {
            county: county.map(|county| county.parse().unwrap()),
        }
    }

    #[test]
    fn whoever_works_at_a_school_of_a_county_is_there() {
        let words = json!(["member", "employee", "faculty"]);
        assert_eq!(standing(at("vlfk.no", VESTLAND, &words)), works(Some("46")));
        let word = json!("employee");
        assert_eq!(
            standing(at("osloskolen.no", OSLO, &word)),
            works(Some("03"))
        );
    }

    #[test]
    fn pupils_and_those_of_the_owner_alone_work_at_no_school() {
        let pupil = json!(["member", "student"]);
        assert_eq!(
            standing(at("vlfk.no", VESTLAND, &pupil)),
            SchoolStanding::Elsewhere
        );
        let both = json!(["member", "student", "employee"]);
        assert_eq!(
            standing(at("vlfk.no", VESTLAND, &both)),
            SchoolStanding::Elsewhere
        );
        let mut office = at("vlfk.no", VESTLAND, &json!(["employee"]));
        office.truncate(1);
        assert_eq!(standing(office), SchoolStanding::Elsewhere);
        assert_eq!(standing(Vec::new()), SchoolStanding::Elsewhere);
    }

    #[test]
    fn a_school_of_a_municipality_tells_no_county() {
        let words = json!(["employee"]);
        for organisation in ["NO964338531", "NO1", "964338531", ""] {
            assert_eq!(standing(at("bergen.no", organisation, &words)), works(None));
        }
    }

    #[test]
    fn schools_of_two_counties_tell_none() {
        let words = json!(["employee"]);
        let mut groups = at("vlfk.no", VESTLAND, &words);
        groups.extend(at("osloskolen.no", OSLO, &words));
        assert_eq!(standing(groups), works(None));
    }

    #[test]
    fn a_unit_of_another_realm_is_no_school_of_the_owner() {
        let mut groups = at("vlfk.no", VESTLAND, &json!(["employee"]));
        groups[1]["id"] = json!("fc:org:vlfk.no.example:unit:NO974557746");
        assert_eq!(standing(groups), SchoolStanding::Elsewhere);
    }

    #[test]
    fn classes_and_what_is_not_known_are_passed_over() {
        let mut groups = at("vlfk.no", VESTLAND, &json!(["employee"]));
        groups.push(json!({
            "id": "fc:gogroup:vlfk.no:b:NO974557746:3STA:2026-08-01:2027-07-31",
            "type": "fc:gogroup", "membership": {"affiliation": "faculty"}
        }));
        groups.push(json!({"id": "fc:adhoc:1"}));
        assert_eq!(standing(groups), works(Some("46")));
    }
}
