//! What is too old goes in small steps, is counted once, and stays remembered.

use chrono::TimeDelta;
use kernel::{CentreId, ConversationId, Id, Instant, Language, ReportId, Scope, WorkType};
use platform::{Ctx, audit};
use sea_orm::{ConnectionTrait, Statement};
use testkit::{TestDatabase, on_both};

use crate::{
    app::{self, Limits, Start},
    domain::{
        report::{Erased, Report},
        retention::Retention,
        tombstone::digest_of,
    },
    store::{report, retention, tombstone},
};

/// A talk with so many messages beside the first and the last notice, closed now.
async fn closed_talk(ctx: &Ctx, centre: Option<CentreId>, messages: u32) -> ConversationId {
    let id: ConversationId = ctx.new_id();
    let tx = ctx.write().await.unwrap();
    let start = Start {
        language: Language::Nb,
        county: None,
        topic: None,
        work_type: WorkType::Guidance,
        entry_point: None,
        surge: false,
    };
    let opened = app::begin(ctx, &tx, id, &routing::Policy::default(), start)
        .await
        .unwrap();
    app::end_by_seeker(ctx, &tx, opened.contact).await.unwrap();
    let backend = tx.get_database_backend();
    for number in 0..messages {
        let sql = "INSERT INTO message (conversation_id, seq, author, body, masked, at) \
                   VALUES ($1, $2, 'seeker', 'x', false, $3)";
        let seq = i64::from(number) + 100;
        let values = [id.to_row().into(), seq.into(), ctx.now.into()];
        tx.execute_raw(Statement::from_sql_and_values(backend, sql, values))
            .await
            .unwrap();
    }
    if let Some(centre) = centre {
        let sql = "UPDATE contact SET centre_id = $1 WHERE id = $2";
        let values = [centre.to_row().into(), opened.contact.to_row().into()];
        tx.execute_raw(Statement::from_sql_and_values(backend, sql, values))
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    id
}

async fn count(ctx: &Ctx, table: &str) -> i64 {
    let tx = ctx.read().await.unwrap();
    let sql = format!("SELECT count(*) AS n FROM {table}");
    let statement = Statement::from_string(tx.get_database_backend(), sql);
    let row = tx.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

fn limits(run: ReportId, centre: Option<CentreId>, until: Instant, rows: u64) -> Limits {
    Limits {
        run,
        centre,
        content_until: until,
        audit_until: until,
        rows,
    }
}

/// Steps until nothing is left. Returns how many there were.
async fn purge(ctx: &Ctx, limits: &Limits) -> usize {
    let mut steps = 0;
    loop {
        let tx = ctx.write().await.unwrap();
        let found = app::find_old_talks(&tx, limits).await.unwrap();
        if found.is_empty() {
            return steps;
        }
        app::purge_talks(ctx, &tx, limits, found).await.unwrap();
        tx.commit().await.unwrap();
        steps += 1;
    }
}

async fn sealed(ctx: &Ctx, run: ReportId, centre: Option<CentreId>) -> Vec<Report> {
    let tx = ctx.write().await.unwrap();
    app::seal_reports(ctx, &tx, run, None).await.unwrap();
    tx.commit().await.unwrap();
    let tx = ctx.read().await.unwrap();
    report::list(&tx, centre, None, 10).await.unwrap()
}

on_both!(
    a_long_talk_goes_in_parts_and_short_ones_together,
    async |test: TestDatabase| {
        let (sources, clock) = testkit::sources(11);
        let ctx = Ctx::system(&sources, &test.database);
        let long = closed_talk(&ctx, None, 25).await;
        for _ in 0..3 {
            closed_talk(&ctx, None, 1).await;
        }
        let before = count(&ctx, "message").await;
        clock.advance(TimeDelta::hours(1));
        let ctx = Ctx::system(&sources, &test.database);
        let run = ctx.new_id();
        let limits = limits(run, None, ctx.now, 10);
        // 25 and a notice: 10, 10, then the rest with its conversation; the short ones with it or after.
        let steps = purge(&ctx, &limits).await;
        assert!((3..=4).contains(&steps), "{steps} steps");
        assert_eq!(count(&ctx, "message").await, 0);
        assert_eq!(count(&ctx, "conversation_key").await, 0);
        assert_eq!(count(&ctx, "contact").await, 4);
        let reports = sealed(&ctx, run, None).await;
        let erased = Erased {
            conversations: 4,
            messages: u64::try_from(before).unwrap(),
            audit_entries: 0,
        };
        assert_eq!(reports.len(), 1);
        assert_eq!(reports[0].erased, erased);
        assert!(sealed(&ctx, run, None).await.len() == 1, "sealed once");
        let tx = ctx.read().await.unwrap();
        let stones = tombstone::list(&tx, true, (&[], 10)).await.unwrap();
        assert_eq!(stones.len(), 4);
        assert!(stones.iter().any(|stone| stone.digest == digest_of(long)));
    }
);

on_both!(
    a_step_that_is_not_committed_is_not_counted,
    async |test: TestDatabase| {
        let (sources, _clock) = testkit::sources(12);
        let ctx = Ctx::system(&sources, &test.database);
        closed_talk(&ctx, None, 2).await;
        let run = ctx.new_id();
        let limits = limits(run, None, ctx.now, 100);
        let tx = ctx.write().await.unwrap();
        let found = app::find_old_talks(&tx, &limits).await.unwrap();
        let gone = app::purge_talks(&ctx, &tx, &limits, found).await.unwrap();
        assert_eq!(gone.len(), 1);
        // The process dies here.
        drop(tx);
        assert_eq!(count(&ctx, "conversation").await, 1);
        assert_eq!(purge(&ctx, &limits).await, 1);
        assert_eq!(sealed(&ctx, run, None).await[0].erased.conversations, 1);
    }
);

on_both!(
    each_controller_decides_for_its_own_queue,
    async |test: TestDatabase| {
        let (sources, clock) = testkit::sources(13);
        let ctx = Ctx::system(&sources, &test.database);
        let centre: CentreId = Id::new(&sources);
        let (local, national) = (
            closed_talk(&ctx, Some(centre), 1).await,
            closed_talk(&ctx, None, 1).await,
        );
        let short = Retention {
            content_hours: 1,
            ..Retention::default()
        };
        let tx = ctx.write().await.unwrap();
        let held = retention::hold(&tx, Some(centre)).await.unwrap();
        app::update_retention(&ctx, &tx, Some(centre), (held, short))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        clock.advance(TimeDelta::hours(2));
        let ctx = Ctx::system(&sources, &test.database);
        for (controller, steps) in [(None, 0), (Some(centre), 1)] {
            let run = ctx.new_id();
            let tx = ctx.read().await.unwrap();
            let limits = Limits::of(&ctx, &tx, controller, (run, 100)).await.unwrap();
            drop(tx);
            assert_eq!(purge(&ctx, &limits).await, steps, "{controller:?}");
            assert_eq!(sealed(&ctx, run, controller).await.len(), steps);
        }
        let tx = ctx.read().await.unwrap();
        let left = crate::store::due::list_conversations(&tx, None, 10)
            .await
            .unwrap();
        assert_eq!(left, [national]);
        assert_ne!(local, national);
        // The choice and the report are in the centre's log, and in no other.
        let filter = audit::Filter::default();
        let log = audit::list(&tx, Some(centre), &filter, (None, 10))
            .await
            .unwrap();
        let actions: Vec<_> = log.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(actions, ["retention:report", "retention:update"]);
        assert_eq!(
            audit::list(&tx, None, &filter, (None, 10)).await.unwrap(),
            []
        );
    }
);

on_both!(
    a_centre_chooses_for_itself_only,
    async |test: TestDatabase| {
        let (sources, _clock) = testkit::sources(14);
        let (own, other): (CentreId, CentreId) = (Id::new(&sources), Id::new(&sources));
        let ctx = Ctx::system(&sources, &test.database);
        let ctx = ctx.acting(kernel::Actor::Anyone, Scope::Centre(own));
        let tx = ctx.write().await.unwrap();
        assert_eq!(
            retention::hold(&tx, Some(own)).await.unwrap(),
            Retention::default()
        );
        assert_eq!(retention::list(&tx).await.unwrap().len(), 1);
        if tx.get_database_backend() == sea_orm::DbBackend::Postgres {
            let refused = retention::hold(&tx, Some(other)).await.unwrap_err();
            assert!(refused.chain().contains("row-level security"));
        }
    }
);
