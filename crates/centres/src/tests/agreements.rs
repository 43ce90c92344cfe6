//! Contribution agreements between a centre and the national layer.

use kernel::{AgreementId, AgreementState, Side};
use sea_orm::ConnectionTrait;

use super::*;
use crate::{
    app::{
        AgreeError, Notice, Proposal, accept_agreement, decline_agreement, end_agreement,
        hold_centre, propose_agreement, withdraw_agreement,
    },
    domain::Agreement,
    store,
};
use platform::audit::Filter;

/// A centre that promises half of chat until further notice.
struct Table {
    world: World,
    centre: CentreId,
}

#[derive(Clone, Copy)]
enum Step {
    Accept,
    Decline,
    Withdraw,
    End(NaiveDate),
}

fn proposal(share: u32, from: NaiveDate, until: Option<NaiveDate>) -> Proposal {
    Proposal {
        channel: Channel::Chat,
        share: Some(share),
        weekly_minutes: None,
        valid_from: from,
        valid_until: until,
    }
}

impl Table {
    async fn new(database: TestDatabase) -> Self {
        let world = World::new(database);
        let centre = world.centre(new_centre("46", "Karriere Vestland")).await;
        Self { world, centre }
    }

    fn side(&self, side: Side) -> Ctx {
        self.world.ctx(match side {
            Side::Centre => Scope::Centre(self.centre),
            Side::National => Scope::National,
        })
    }

    async fn all(&self) -> Vec<Agreement> {
        let tx = self.world.read(Scope::National).await;
        store::list_agreements(&tx, Some(self.centre))
            .await
            .unwrap()
    }

    async fn open(&self) -> AgreementId {
        let all = self.all().await;
        let open = all.iter().find(|one| one.state == AgreementState::Proposed);
        open.unwrap().id
    }

    async fn propose(&self, side: Side, proposal: Proposal) -> Result<(), AgreeError> {
        let ctx = self.side(side);
        let tx = ctx.write().await.unwrap();
        let held = hold_centre(&tx, self.centre).await.unwrap();
        propose_agreement(&ctx, &tx, &held, proposal).await?;
        tx.commit().await.unwrap();
        Ok(())
    }

    async fn step(&self, side: Side, id: AgreementId, step: Step) -> Result<(), AgreeError> {
        let ctx = self.side(side);
        let tx = ctx.write().await.unwrap();
        let held = hold_centre(&tx, self.centre).await.unwrap();
        match step {
            Step::Accept => accept_agreement(&ctx, &tx, &held, id).await?,
            Step::Decline => decline_agreement(&ctx, &tx, &held, (id, "for lite")).await?,
            Step::Withdraw => withdraw_agreement(&ctx, &tx, &held, id).await?,
            Step::End(last_day) => {
                let reason = "færre veiledere".to_owned();
                let notice = Notice { last_day, reason };
                end_agreement(&ctx, &tx, &held, id, notice).await?;
            }
        }
        tx.commit().await.unwrap();
        Ok(())
    }

    async fn share_on(&self, day: NaiveDate) -> Option<u32> {
        let tx = self.world.read(Scope::System).await;
        let terms = store::list_terms(&tx, Some(self.centre)).await.unwrap();
        let terms: Vec<Terms> = terms.into_iter().map(|(_, terms)| terms).collect();
        crate::domain::share_on(&terms, Channel::Chat, day)
    }
}

fn not_possible(answer: &Result<(), AgreeError>) {
    assert!(matches!(answer, Err(AgreeError::NotPossible)), "{answer:?}");
}

#[track_caller]
fn invalid(answer: Result<(), AgreeError>, field: &str) {
    let Err(AgreeError::Change(crate::ChangeError::Invalid(faults))) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!(faults[0].field, field);
}

testkit::on_both!(
    only_what_both_sides_accepted_counts_and_replaces_the_old_from_its_date,
    async |database: TestDatabase| {
        let table = Table::new(database).await;
        let (before, after) = (date(2026, 12, 31), date(2027, 1, 1));
        let new = proposal(80, after, None);
        table.propose(Side::National, new.clone()).await.unwrap();
        assert_eq!(table.share_on(after).await, Some(50), "nobody accepted yet");
        let id = table.open().await;
        not_possible(&table.step(Side::National, id, Step::Accept).await);
        not_possible(&table.propose(Side::Centre, new.clone()).await);
        table.step(Side::Centre, id, Step::Accept).await.unwrap();
        assert_eq!(table.share_on(before).await, Some(50));
        assert_eq!(table.share_on(after).await, Some(80));
        not_possible(&table.step(Side::Centre, id, Step::Accept).await);
        not_possible(&table.step(Side::National, id, Step::Withdraw).await);
        // Another one from the same day on: the one that never began leaves no trace in the shares.
        table
            .propose(Side::Centre, proposal(0, after, None))
            .await
            .unwrap();
        let id = table.open().await;
        table.step(Side::National, id, Step::Accept).await.unwrap();
        assert_eq!(table.share_on(after).await, None, "zero is normal");
        let mut states: Vec<_> = table.all().await.iter().map(|one| one.state).collect();
        states.sort_unstable();
        let accepted = AgreementState::Accepted;
        assert_eq!(states, [accepted, accepted, AgreementState::Replaced]);
    }
);

testkit::on_both!(
    a_proposal_is_declined_by_the_other_side_and_taken_back_by_its_own,
    async |database: TestDatabase| {
        let table = Table::new(database).await;
        let new = proposal(80, date(2027, 1, 1), None);
        table.propose(Side::Centre, new.clone()).await.unwrap();
        let id = table.open().await;
        not_possible(&table.step(Side::Centre, id, Step::Decline).await);
        table.step(Side::National, id, Step::Decline).await.unwrap();
        table.propose(Side::Centre, new).await.unwrap();
        let id = table.open().await;
        not_possible(&table.step(Side::National, id, Step::Withdraw).await);
        table.step(Side::Centre, id, Step::Withdraw).await.unwrap();
        let all = table.all().await;
        let reason_of = |state| {
            let one = all.iter().find(|one| one.state == state).unwrap();
            one.closed.as_ref().unwrap().reason.as_deref()
        };
        assert_eq!(reason_of(AgreementState::Declined), Some("for lite"));
        assert_eq!(reason_of(AgreementState::Withdrawn), None);
    }
);

testkit::on_both!(
    either_side_ends_an_agreement_from_a_day_that_is_not_past,
    async |database: TestDatabase| {
        let table = Table::new(database).await;
        let (id, today) = (table.all().await[0].id, date(2026, 11, 23));
        let yesterday = today.pred_opt().unwrap();
        invalid(
            table.step(Side::Centre, id, Step::End(yesterday)).await,
            "last_day",
        );
        table
            .step(Side::Centre, id, Step::End(date(2026, 12, 15)))
            .await
            .unwrap();
        // Notice again, earlier; never later.
        table
            .step(Side::National, id, Step::End(today))
            .await
            .unwrap();
        invalid(
            table
                .step(Side::National, id, Step::End(date(2027, 1, 1)))
                .await,
            "last_day",
        );
        assert_eq!(table.share_on(today).await, Some(50));
        assert_eq!(table.share_on(date(2026, 11, 24)).await, None);
        table.world.clock.advance(chrono::TimeDelta::days(1));
        not_possible(
            &table
                .step(Side::Centre, id, Step::End(date(2026, 11, 24)))
                .await,
        );
    }
);

testkit::on_both!(
    nothing_is_agreed_backwards_in_time,
    async |database: TestDatabase| {
        let table = Table::new(database).await;
        let today = date(2026, 11, 23);
        let past = proposal(80, today.pred_opt().unwrap(), None);
        invalid(table.propose(Side::Centre, past).await, "valid_from");
        table
            .propose(Side::Centre, proposal(80, today, None))
            .await
            .unwrap();
        let id = table.open().await;
        table.world.clock.advance(chrono::TimeDelta::days(1));
        invalid(
            table.step(Side::National, id, Step::Accept).await,
            "valid_from",
        );
        assert_eq!(table.share_on(today).await, Some(50));
    }
);

testkit::on_both!(
    hours_give_the_share_and_one_of_both_must_be_there,
    async |database: TestDatabase| {
        let table = Table::new(database).await;
        let hours = Proposal {
            share: None,
            weekly_minutes: Some(15 * 60),
            ..proposal(0, date(2027, 1, 1), None)
        };
        let neither = Proposal {
            weekly_minutes: None,
            ..hours.clone()
        };
        invalid(table.propose(Side::Centre, neither).await, "weekly_minutes");
        table.propose(Side::Centre, hours).await.unwrap();
        let terms = &table.all().await[1].terms;
        assert_eq!((terms.share, terms.weekly_minutes), (15, Some(900)));
    }
);

testkit::on_both!(
    every_step_is_in_the_audit_log_of_the_centre,
    async |database: TestDatabase| {
        let table = Table::new(database).await;
        let new = proposal(80, date(2027, 1, 1), None);
        table.propose(Side::National, new).await.unwrap();
        let id = table.open().await;
        table.step(Side::Centre, id, Step::Accept).await.unwrap();
        table
            .step(Side::Centre, id, Step::End(date(2027, 2, 1)))
            .await
            .unwrap();
        let tx = table.world.read(Scope::Centre(table.centre)).await;
        let every = Filter::default();
        let entries = platform::audit::list(&tx, Some(table.centre), &every, (None, 10));
        let entries = entries.await.unwrap();
        let actions: Vec<_> = entries.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(
            actions,
            ["agreement:end", "agreement:accept", "agreement:propose"]
        );
    }
);

testkit::on_both!(
    the_database_refuses_two_agreements_at_once_and_one_that_a_side_did_not_accept,
    async |database: TestDatabase| {
        let table = Table::new(database).await;
        let agreed = table.all().await[0].clone();
        let ctx = table.world.system();
        let changed = async |change: &dyn Fn(&mut Agreement)| {
            let mut other = agreed.clone();
            other.id = ctx.new_id();
            change(&mut other);
            let tx = ctx.write().await.unwrap();
            store::insert_agreement(&tx, &other).await
        };
        assert!(changed(&|_| {}).await.is_err(), "the same days");
        let later = |one: &mut Agreement| one.terms.valid_from = date(2030, 1, 1);
        assert!(changed(&later).await.is_err(), "without end");
        let phone = |one: &mut Agreement| one.terms.channel = Channel::Phone;
        changed(&phone).await.unwrap();
        let proposed = |one: &mut Agreement| one.state = AgreementState::Proposed;
        changed(&proposed).await.unwrap();
        let before = |one: &mut Agreement| {
            one.terms.valid_from = date(2025, 1, 1);
            one.terms.valid_until = Some(date(2025, 12, 31));
        };
        changed(&before).await.unwrap();
        let alone = |one: &mut Agreement| {
            phone(one);
            one.centre_accepted_at = None;
        };
        assert!(changed(&alone).await.is_err(), "the centre did not accept");
        // Nor does a change get around it.
        let tx = ctx.write().await.unwrap();
        let mut second = agreed.clone();
        second.id = ctx.new_id();
        before(&mut second);
        store::insert_agreement(&tx, &second).await.unwrap();
        second.terms.valid_until = None;
        assert!(store::update_agreement(&tx, &second).await.is_err());
    }
);

testkit::on_both!(
    another_centre_and_the_public_see_no_agreement,
    async |database: TestDatabase| {
        let table = Table::new(database).await;
        let other = table.world.centre(new_centre("03", "Karriere Oslo")).await;
        for scope in [Scope::Centre(other), Scope::Public] {
            let tx = table.world.write(scope).await;
            let seen = store::list_agreements(&tx, Some(table.centre))
                .await
                .unwrap();
            assert_eq!(seen, []);
            let sql = format!(
                "UPDATE agreement SET share = 99 WHERE centre_id <> '{}'",
                other.to_row()
            );
            if tx.get_database_backend() == sea_orm::DbBackend::Postgres {
                let changed = tx.execute_unprepared(&sql).await.unwrap();
                assert_eq!(changed.rows_affected(), 0);
            }
        }
    }
);
