//! Centre A neither reads nor writes what is centre B's.

use chrono::TimeDelta;
use kernel::PresenceState;
use sea_orm::{ConnectionTrait, Statement, Value};

use super::*;
use crate::{
    DatedException, NewException, Presence, PresenceError, Replacement, Texts, create_exception,
    domain::{ImageKind, LogoMark, Profile},
    find_counsellor, find_presence, list_counsellors, list_lost, mark_seen, release_units,
    reserve_units, set_presence, store,
};

/// Two centres with one available counsellor each, of which one unit is taken.
struct Two {
    world: World,
    own: (CentreId, StaffId),
    foreign: (CentreId, StaffId),
}

impl Two {
    async fn new(database: TestDatabase) -> Self {
        let world = World::new(database);
        let mut centres = Vec::new();
        for (county, name) in [("46", "Karriere Vestland"), ("03", "Karriere Oslo")] {
            let centre = world.centre(new_centre(county, name)).await;
            let staff = world.staff(centre, 3).await;
            world.set(staff, PresenceState::Available).await;
            assert!(world.reserve(staff, 1).await);
            let ctx = world.system();
            let tx = ctx.write().await.unwrap();
            let new = NewException {
                centre_id: centre,
                exception: DatedException {
                    date: date(2026, 12, 24),
                    queue: None,
                    channel: None,
                    replacement: Replacement::Closed,
                    text: Texts::default(),
                },
            };
            create_exception(&ctx, &tx, new).await.unwrap();
            introduce(&tx, centre).await;
            tx.commit().await.unwrap();
            centres.push((centre, staff));
        }
        Self {
            world,
            own: centres[0],
            foreign: centres[1],
        }
    }
}

/// A profile and a logo.
async fn introduce(tx: &TenantTx, centre: CentreId) {
    let profile = Profile::default();
    store::upsert_profile(tx, centre, &profile).await.unwrap();
    let mark = LogoMark {
        kind: ImageKind::Png,
        tag: "tag".to_owned(),
    };
    let bytes = b"\x89PNG".to_vec();
    store::upsert_logo(tx, centre, &mark, bytes).await.unwrap();
}

testkit::on_both!(
    centre_reads_only_its_own_rows,
    async |database: TestDatabase| {
        let two = Two::new(database).await;
        let (own, foreign) = (two.own, two.foreign);
        let tx = two.world.read(Scope::Centre(own.0)).await;
        assert!(store::find_centre(&tx, foreign.0).await.unwrap().is_none());
        let centres = store::list_centres(&tx).await.unwrap();
        assert_eq!(centres.iter().map(|c| c.id).collect::<Vec<_>>(), [own.0]);
        for asked in [None, Some(own.0)] {
            let sites = store::list_sites(&tx, asked).await.unwrap();
            assert_eq!(sites.iter().map(|s| s.0).collect::<Vec<_>>(), [own.0]);
            let weeks = store::list_intervals(&tx, asked).await.unwrap();
            assert_eq!(weeks.iter().map(|s| s.0).collect::<Vec<_>>(), [own.0; 2]);
            let dated = store::list_exceptions(&tx, asked).await.unwrap();
            assert_eq!(dated.iter().map(|s| s.0).collect::<Vec<_>>(), [own.0]);
            let agreed = store::list_agreements(&tx, asked).await.unwrap();
            assert_eq!(
                agreed.iter().map(|s| s.centre_id).collect::<Vec<_>>(),
                [own.0]
            );
        }
        let profiles = store::list_profiles(&tx).await.unwrap();
        assert_eq!(profiles.iter().map(|p| p.0).collect::<Vec<_>>(), [own.0]);
        let marks = store::list_logo_marks(&tx, None).await.unwrap();
        assert_eq!(marks.iter().map(|m| m.0).collect::<Vec<_>>(), [own.0]);
        assert!(store::find_logo(&tx, foreign.0).await.unwrap().is_none());
        let asked = Some(foreign.0);
        assert_eq!(store::list_sites(&tx, asked).await.unwrap(), []);
        assert_eq!(store::list_intervals(&tx, asked).await.unwrap(), []);
        assert_eq!(store::list_exceptions(&tx, asked).await.unwrap(), []);
        assert_eq!(store::list_agreements(&tx, asked).await.unwrap(), []);
        assert_eq!(store::list_staff(&tx, foreign.0).await.unwrap(), []);
        let staff = list_counsellors(&tx).await.unwrap();
        assert_eq!(
            staff.iter().map(|s| s.staff_id).collect::<Vec<_>>(),
            [own.1]
        );
        assert_eq!(find_counsellor(&tx, foreign.1).await.unwrap(), None);
        let presence = find_presence(&tx, foreign.1).await.unwrap();
        assert_eq!(presence, Presence::never(0));
        let future = testkit::working_day() + TimeDelta::days(1);
        assert_eq!(list_lost(&tx, future).await.unwrap(), [own.1]);
    }
);

testkit::on_both!(
    centre_changes_no_foreign_presence,
    async |database: TestDatabase| {
        let two = Two::new(database).await;
        let (own, foreign) = (two.own, two.foreign);
        let before = two.world.presence(foreign.1).await;
        let ctx = two.world.ctx(Scope::Centre(own.0));
        let tx = ctx.write().await.unwrap();
        let set = set_presence(&ctx, &tx, foreign.1, PresenceState::Away).await;
        assert!(matches!(set, Err(PresenceError::StaffNotFound)));
        assert!(!reserve_units(&tx, foreign.1, 1).await.unwrap());
        assert!(reserve_units(&tx, own.1, 1).await.unwrap());
        release_units(&tx, foreign.1, 1).await.unwrap();
        let later = testkit::working_day() + TimeDelta::hours(1);
        mark_seen(&tx, &[(foreign.1, later), (own.1, later)])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(two.world.presence(foreign.1).await, before);
        let own = two.world.presence(own.1).await;
        assert_eq!((own.load_units, own.seen_at), (2, later));
    }
);

testkit::on_both!(
    public_and_conversation_scopes_see_no_tenant_rows,
    async |database: TestDatabase| {
        let two = Two::new(database).await;
        let conversation = Scope::Conversation(two.world.system().new_id());
        for scope in [Scope::Public, conversation] {
            let tx = two.world.read(scope).await;
            assert_eq!(store::list_centres(&tx).await.unwrap(), []);
            assert_eq!(list_counsellors(&tx).await.unwrap(), []);
            assert_eq!(store::list_sites(&tx, None).await.unwrap(), []);
        }
    }
);

async fn affected(tx: &TenantTx, sql: &str, values: Vec<Value>) -> Result<u64, sea_orm::DbErr> {
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    Ok(tx.execute_raw(statement).await?.rows_affected())
}

const TABLES: &[&str] = &[
    "centre_profile",
    "centre_logo",
    "site",
    "staff",
    "presence",
    "opening_interval",
    "opening_exception",
    "agreement",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn row_level_security_alone_hides_and_guards_foreign_rows() {
    let two = Two::new(TestDatabase::postgres().await).await;
    let (own, foreign) = (two.own, two.foreign);
    let tx = two.world.write(Scope::Centre(own.0)).await;
    let centre = || vec![Value::from(foreign.0.to_row())];
    for table in TABLES {
        // Without any condition at all, only own rows come.
        let sql = format!("SELECT DISTINCT centre_id FROM {table}");
        let statement = Statement::from_string(tx.get_database_backend(), sql);
        let rows = tx.query_all_raw(statement).await.unwrap();
        let seen: Vec<sea_orm::prelude::Uuid> = rows
            .iter()
            .map(|row| row.try_get("", "centre_id").unwrap())
            .collect();
        assert_eq!(seen, [own.0.to_row()], "{table}");
        let sql = format!("UPDATE {table} SET centre_id = centre_id WHERE centre_id = $1");
        assert_eq!(affected(&tx, &sql, centre()).await.unwrap(), 0, "{table}");
        let sql = format!("DELETE FROM {table} WHERE centre_id = $1");
        assert_eq!(affected(&tx, &sql, centre()).await.unwrap(), 0, "{table}");
    }
    let rename = "UPDATE centre SET name = 'x' WHERE id = $1";
    assert_eq!(affected(&tx, rename, centre()).await.unwrap(), 0);
    let load = "UPDATE presence SET load_units = 0";
    assert_eq!(affected(&tx, load, Vec::new()).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(two.world.presence(foreign.1).await.load_units, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn row_level_security_refuses_rows_written_for_or_moved_to_another_centre() {
    let two = Two::new(TestDatabase::postgres().await).await;
    let (own, foreign) = (two.own, two.foreign);
    for table in TABLES {
        let tx = two.world.write(Scope::Centre(own.0)).await;
        let sql = format!("UPDATE {table} SET centre_id = $1");
        let moved = affected(&tx, &sql, vec![foreign.0.to_row().into()]).await;
        assert!(refused(moved), "{table}");
    }
    let tx = two.world.write(Scope::Centre(own.0)).await;
    let sql = "INSERT INTO site (id, centre_id, name, address, postal_place) \
               VALUES ($1, $1, 'x', 'x', 'x')";
    let inserted = affected(&tx, sql, vec![foreign.0.to_row().into()]).await;
    assert!(refused(inserted));
}

fn refused(result: Result<u64, sea_orm::DbErr>) -> bool {
    result.is_err_and(|error| error.to_string().contains("row-level security"))
}
