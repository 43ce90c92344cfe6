use kernel::Role;

use super::*;

struct Case {
    policy: Policy,
    own: CentreId,
    foreign: CentreId,
    staff: StaffId,
}

async fn case() -> Case {
    let (sources, _clock) = testkit::sources(1);
    Case {
        policy: Policy::load().await.unwrap(),
        own: CentreId::new(&sources),
        foreign: CentreId::new(&sources),
        staff: StaffId::new(&sources),
    }
}

impl Case {
    fn counsellor(&self) -> Assignment {
        Assignment::new(Role::Counsellor, Some(self.own), Some(self.staff)).unwrap()
    }

    fn administrator(centre: CentreId) -> Assignment {
        Assignment::new(Role::CentreAdministrator, Some(centre), None).unwrap()
    }

    fn coordinator() -> Assignment {
        Assignment::new(Role::NationalCoordinator, None, None).unwrap()
    }

    fn decide(&self, held: &[Assignment], action: &str, centre: Option<CentreId>) -> Decision {
        let mut held = held.to_vec();
        held.sort();
        decide(&self.policy, &held, action, centre)
    }
}

fn granted(scope: Scope, staff: Option<StaffId>) -> Decision {
    Decision::Granted { scope, staff }
}

#[tokio::test]
async fn a_counsellor_acts_in_their_own_centre_as_its_staff() {
    let case = case().await;
    let held = [case.counsellor()];
    let own = granted(Scope::Centre(case.own), Some(case.staff));
    assert_eq!(case.decide(&held, "offer:accept", None), own);
    assert_eq!(case.decide(&held, "site:list", Some(case.own)), own);
    assert_eq!(case.decide(&held, "me:get", None), own);
}

#[tokio::test]
async fn a_foreign_centre_does_not_exist() {
    let case = case().await;
    for held in [vec![case.counsellor()], vec![]] {
        for action in ["site:list", "offer:accept", "unknown:action", "me:get"] {
            let decision = case.decide(&held, action, Some(case.foreign));
            assert_eq!(decision, Decision::Hidden, "{action}");
        }
    }
}

#[tokio::test]
async fn a_role_that_lacks_the_action_is_forbidden() {
    let case = case().await;
    let held = [Case::administrator(case.own)];
    assert_eq!(
        case.decide(&held, "offer:accept", None),
        Decision::Forbidden
    );
    assert_eq!(
        case.decide(&held, "queue:get", Some(case.own)),
        Decision::Forbidden
    );
    assert_eq!(
        case.decide(&held, "unknown:action", None),
        Decision::Forbidden
    );
    assert_eq!(case.decide(&[], "offer:accept", None), Decision::Forbidden);
}

#[tokio::test]
async fn the_national_layer_reaches_every_centre_but_no_message() {
    let case = case().await;
    let held = [Case::coordinator()];
    for centre in [None, Some(case.own), Some(case.foreign)] {
        let decision = case.decide(&held, "capacity:get", centre);
        assert_eq!(decision, granted(Scope::National, None));
    }
    assert_eq!(
        case.decide(&held, "message:list", None),
        Decision::Forbidden
    );
}

#[tokio::test]
async fn a_role_in_the_centre_is_preferred_to_a_national_one() {
    let case = case().await;
    let held = [Case::coordinator(), case.counsellor()];
    let own = granted(Scope::Centre(case.own), Some(case.staff));
    assert_eq!(case.decide(&held, "site:list", Some(case.own)), own);
    assert_eq!(case.decide(&held, "site:list", None), own);
    let elsewhere = case.decide(&held, "site:list", Some(case.foreign));
    assert_eq!(elsewhere, granted(Scope::National, None));
}

#[tokio::test]
async fn an_action_is_granted_in_the_domain_of_the_role_that_grants_it() {
    let case = case().await;
    let held = [Case::administrator(case.foreign), case.counsellor()];
    let own = granted(Scope::Centre(case.own), Some(case.staff));
    assert_eq!(case.decide(&held, "offer:accept", None), own);
    let elsewhere = case.decide(&held, "offer:accept", Some(case.foreign));
    assert_eq!(elsewhere, Decision::Forbidden);
}

#[tokio::test]
async fn a_person_without_roles_sees_themselves_only() {
    let case = case().await;
    assert_eq!(
        case.decide(&[], "me:get", None),
        granted(Scope::Public, None)
    );
}

#[test]
fn roles_are_held_where_they_belong() {
    let (sources, _clock) = testkit::sources(1);
    let centre = Some(CentreId::new(&sources));
    let staff = Some(StaffId::new(&sources));
    for (role, centre, staff) in [
        (Role::Counsellor, None, staff),
        (Role::Counsellor, centre, None),
        (Role::CentreAdministrator, None, None),
        (Role::NationalCoordinator, centre, None),
        (Role::NationalCoordinator, None, staff),
    ] {
        let outcome = Assignment::new(role, centre, staff);
        assert!(outcome.is_err(), "{role:?} {centre:?} {staff:?}");
    }
}
