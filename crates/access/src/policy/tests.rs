use std::path::Path;

use super::*;

fn matrix_file() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/access/matrix.txt")
}

#[tokio::test]
async fn bit_sets_and_casbin_always_agree() {
    let enforcer = enforcer(POLICY).await.unwrap();
    let policy = Policy::walk(&enforcer).unwrap();
    let mut checked = 0;
    for action in policy
        .actions()
        .chain(["unknown:action", "", "offer", "offer:accept2"])
    {
        for subject in Subject::ALL {
            let domain = match subject {
                Subject::Role(Role::NationalCoordinator) => "national",
                _ => "ctr_00000000000000000000000001",
            };
            let casbin = enforcer
                .enforce((subject.as_str(), domain, action))
                .unwrap();
            assert_eq!(
                policy.grants(*subject, action),
                casbin,
                "{subject:?} {action}"
            );
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked}");
}

#[tokio::test]
async fn decisions_agree_with_casbin_for_people_with_roles_in_domains() {
    use crate::domain::{Assignment, Decision, decide};
    use kernel::{CentreId, StaffId};

    let (sources, _clock) = testkit::sources(3);
    let centres: Vec<CentreId> = (0..2).map(|_| CentreId::new(&sources)).collect();
    let staff = StaffId::new(&sources);
    let mut enforcer = enforcer(POLICY).await.unwrap();
    enforcer.enable_auto_save(false);
    let policy = Policy::walk(&enforcer).unwrap();
    let held = [
        vec![(Role::Counsellor, Some(centres[0]))],
        vec![(Role::CentreAdministrator, Some(centres[1]))],
        vec![
            (Role::Counsellor, Some(centres[0])),
            (Role::CentreAdministrator, Some(centres[0])),
        ],
        vec![(Role::NationalCoordinator, None)],
        vec![],
    ];
    for (person, roles) in held.iter().enumerate() {
        let person = format!("person{person}");
        let mut assignments = Vec::new();
        for (role, centre) in roles {
            let member = (*role == Role::Counsellor).then_some(staff);
            assignments.push(Assignment::new(*role, *centre, member).unwrap());
            let domain = centre.map_or("national".to_owned(), |id| id.to_string());
            let line = vec![person.clone(), role.as_str().to_owned(), domain];
            enforcer.add_grouping_policy(line).await.unwrap();
        }
        for centre in &centres {
            for action in policy.actions() {
                let in_domain =
                    |domain: &str| enforcer.enforce((person.as_str(), domain, action)).unwrap();
                let casbin = in_domain(&centre.to_string()) || in_domain("national");
                let is_member = policy.grants(Subject::Member, action);
                let ours = decide(&policy, &assignments, action, Some(*centre));
                let ours = matches!(ours, Decision::Granted { .. });
                if !is_member {
                    assert_eq!(ours, casbin, "{person} {centre} {action}");
                }
            }
        }
    }
}

#[tokio::test]
async fn no_role_but_the_counsellor_reaches_what_seekers_write() {
    let policy = Policy::load().await.unwrap();
    for action in policy.actions() {
        if !["message:", "contact:", "offer:", "desk:"]
            .iter()
            .any(|noun| action.starts_with(noun))
        {
            continue;
        }
        for subject in Subject::ALL {
            let is_counsellor = *subject == Subject::Role(Role::Counsellor);
            assert_eq!(
                policy.grants(*subject, action),
                is_counsellor,
                "{subject:?} {action}"
            );
        }
    }
}

#[tokio::test]
async fn a_policy_with_an_unknown_role_is_refused() {
    let enforcer = enforcer("p, councillor, offer:accept").await.unwrap();
    assert!(matches!(
        Policy::walk(&enforcer),
        Err(PolicyError::UnknownSubject(word)) if word == "councillor"
    ));
}

/// Run with `UPDATE_MATRIX=1` to write the file anew.
#[tokio::test]
async fn committed_matrix_is_what_the_policy_says() {
    let matrix = Policy::load().await.unwrap().matrix();
    #[expect(
        clippy::disallowed_methods,
        reason = "asks whether to write the file anew"
    )]
    if std::env::var_os("UPDATE_MATRIX").is_some() {
        std::fs::write(matrix_file(), &matrix).unwrap();
    }
    let committed = std::fs::read_to_string(matrix_file()).unwrap();
    assert_eq!(
        committed, matrix,
        "run the tests of access with UPDATE_MATRIX=1"
    );
}

#[test]
fn open_operations_are_those_granted_to_anyone() {
    let granted = POLICY.lines().filter_map(|line| {
        let action = line.strip_prefix("p, anyone, ")?;
        Some(action.trim().replacen(':', "_", 1))
    });
    let mut granted: Vec<String> = granted.collect();
    granted.sort();
    assert_eq!(granted, OPEN_OPERATIONS);
}
