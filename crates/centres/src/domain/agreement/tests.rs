use proptest::prelude::*;

use super::*;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn terms(share: u32, from: NaiveDate, until: Option<NaiveDate>) -> Terms {
    Terms {
        channel: Channel::Chat,
        share,
        weekly_minutes: None,
        valid_from: from,
        valid_until: until,
    }
}

fn proposal(by: Side) -> Agreement {
    let ids = (AgreementId::from_row(uuid(1)), CentreId::from_row(uuid(2)));
    let terms = terms(20, day(2, 1), None);
    Agreement::proposed(ids, terms, by, Instant::UNIX_EPOCH)
}

fn uuid(number: u128) -> sea_orm::prelude::Uuid {
    sea_orm::prelude::Uuid::from_u128(number)
}

fn word(by: Side) -> Closing {
    Closing {
        by,
        at: Instant::UNIX_EPOCH,
        reason: Some("for mange oppgaver".to_owned()),
    }
}

fn share(accepted: &[Terms], month: u32, of_month: u32) -> Option<u32> {
    share_on(accepted, Channel::Chat, day(month, of_month))
}

#[test]
fn terms_hold_from_their_first_to_their_last_date() {
    let agreed = [terms(20, day(2, 1), Some(day(6, 30)))];
    assert_eq!(share(&agreed, 1, 31), None);
    assert_eq!(share(&agreed, 2, 1), Some(20));
    assert_eq!(share(&agreed, 6, 30), Some(20));
    assert_eq!(share(&agreed, 7, 1), None);
    assert_eq!(share_on(&agreed, Channel::Phone, day(3, 1)), None);
    let nothing = [terms(0, day(2, 1), None)];
    assert_eq!(share(&nothing, 3, 1), None);
}

#[test]
fn hours_become_a_share_and_some_hours_never_become_none() {
    for (minutes, share) in [(0, 0), (1, 1), (60, 1), (89, 1), (90, 2), (15 * 60, 15)] {
        assert_eq!(Terms::share_of_hours(minutes), share, "{minutes}");
    }
}

#[test]
fn only_the_other_side_answers_and_only_the_proposer_takes_back() {
    for (by, other) in [
        (Side::Centre, Side::National),
        (Side::National, Side::Centre),
    ] {
        let open = proposal(by);
        assert_eq!(open.accepted(by, Instant::UNIX_EPOCH), Err(NotPossible));
        assert_eq!(open.declined(word(by)), Err(NotPossible));
        assert_eq!(open.withdrawn(word(other)), Err(NotPossible));
        let agreed = open.accepted(other, Instant::UNIX_EPOCH).unwrap();
        assert_eq!(agreed.state, AgreementState::Accepted);
        assert!(agreed.centre_accepted_at.is_some() && agreed.national_accepted_at.is_some());
        let declined = open.declined(word(other)).unwrap();
        assert_eq!(declined.state, AgreementState::Declined);
        let withdrawn = open.withdrawn(word(by)).unwrap();
        for settled in [agreed, declined, withdrawn] {
            assert_eq!(
                settled.accepted(other, Instant::UNIX_EPOCH),
                Err(NotPossible)
            );
            assert_eq!(settled.declined(word(other)), Err(NotPossible));
            assert_eq!(settled.withdrawn(word(by)), Err(NotPossible));
        }
    }
}

#[test]
fn notice_ends_what_is_agreed_and_undoes_what_has_not_begun() {
    let open = proposal(Side::Centre);
    assert_eq!(open.ended(day(3, 1), word(Side::Centre)), Err(NotPossible));
    let agreed = open.accepted(Side::National, Instant::UNIX_EPOCH).unwrap();
    let ended = agreed.ended(day(3, 1), word(Side::Centre)).unwrap();
    assert_eq!(ended.state, AgreementState::Accepted);
    assert_eq!(ended.terms.valid_until, Some(day(3, 1)));
    let undone = agreed.ended(day(1, 31), word(Side::National)).unwrap();
    assert_eq!(undone.state, AgreementState::Ended);
}

#[test]
fn terms_that_make_no_sense_name_the_field() {
    let today = day(2, 1);
    let field = |terms: Terms| terms.check(today).err().map(|(field, _)| field);
    assert_eq!(field(terms(0, today, None)), None);
    assert_eq!(field(terms(10_001, today, None)), Some("share"));
    assert_eq!(field(terms(1, day(1, 31), None)), Some("valid_from"));
    assert_eq!(
        field(terms(1, today, Some(day(1, 31)))),
        Some("valid_until")
    );
    let endless = Terms {
        weekly_minutes: Some(u32::MAX),
        ..terms(1, today, None)
    };
    assert_eq!(field(endless), Some("weekly_minutes"));
}

fn some_terms() -> impl Strategy<Value = Terms> {
    let channel = prop_oneof![Just(Channel::Chat), Just(Channel::Phone)];
    (channel, 0..40_u64, proptest::option::of(0..40_u64)).prop_map(|(channel, from, length)| {
        let valid_from = day(1, 1) + chrono::Days::new(from);
        Terms {
            channel,
            valid_until: length.map(|length| valid_from + chrono::Days::new(length)),
            ..terms(1, valid_from, None)
        }
    })
}

proptest! {
    /// Whatever is accepted in whatever order: no day of a channel has two, and the last word holds on all
    /// of its days.
    #[test]
    fn accepted_agreements_never_share_a_day(all in proptest::collection::vec(some_terms(), 1..8)) {
        let mut agreed: Vec<Agreement> = Vec::new();
        for terms in all {
            for one in &mut agreed {
                if let Some(cut) = one.before(&terms) {
                    *one = cut;
                }
            }
            let new = Agreement { terms: terms.clone(), ..proposal(Side::Centre) };
            agreed.push(new.accepted(Side::National, Instant::UNIX_EPOCH).unwrap());
            for offset in 0..90 {
                let date = day(1, 1) + chrono::Days::new(offset);
                for channel in [Channel::Chat, Channel::Phone] {
                    let holding = agreed.iter().filter(|one| {
                        one.state == AgreementState::Accepted
                            && one.terms.channel == channel
                            && one.terms.holds_on(date)
                    });
                    prop_assert!(holding.count() <= 1);
                }
                if terms.holds_on(date) {
                    prop_assert!(agreed.last().is_some_and(|last| last.terms.holds_on(date)));
                }
            }
        }
    }
}
