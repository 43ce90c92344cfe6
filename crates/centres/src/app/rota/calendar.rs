//! A link with which a calendar program reads somebody's shifts.

use chrono::TimeDelta;
use kernel::{Language, Scope, StaffId};
use platform::{Ctx, Fault, Secret, TenantTx, draw_key, hash_key};
use serde_json::json;

use super::{RotaError, minute_of, remember};
use crate::{
    domain::{
        Centre,
        rota::{Period, Shift, absent_parts},
    },
    store::{
        self,
        rota::{Feed, ShiftFilter},
    },
};

/// Characters of the secret in the link, of five bits each: 260 bits.
const SECRET: usize = 52;
const BACK: TimeDelta = TimeDelta::days(30);
const AHEAD: TimeDelta = TimeDelta::days(90);

/// What a calendar program is told.
#[derive(Clone, Debug)]
pub(crate) struct FeedText {
    /// As the person wants to read it.
    pub(crate) language: Language,
    pub(crate) centre_name: String,
    pub(crate) shifts: Vec<Shift>,
}

/// Makes the link of a member of staff, or another one in place of the old, which opens nothing any more.
/// Returns its secret, for the only time.
pub(crate) async fn make_feed(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    (own, language): (StaffId, Language),
) -> Result<(Feed, Secret<String>), RotaError> {
    let secret = draw_key(ctx.sources(), SECRET);
    let feed = Feed {
        centre_id: held.id,
        staff_id: own,
        language,
        made_at: ctx.now,
    };
    store::rota::upsert_feed(tx, &feed, &hash_key(&secret)).await?;
    let values = (None, Some(json!({"language": language})));
    remember(ctx, tx, held.id, ("calendar:create", own), values).await?;
    Ok((feed, Secret::new(secret)))
}

/// Ends the link of a member of staff.
pub(crate) async fn revoke_feed(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    own: StaffId,
) -> Result<(), RotaError> {
    if store::rota::delete_feed(tx, own).await? {
        let values = (None, None);
        remember(ctx, tx, held.id, ("calendar:revoke", own), values).await?;
    }
    Ok(())
}

/// What the bearer of a secret may read: the person's shifts from 30 days ago to 90 days ahead, without those
/// that are wholly within an absence.
pub(crate) async fn open_feed(ctx: &Ctx, secret: &str) -> Result<Option<FeedText>, Fault> {
    // Whose the secret is must be found among all centres; from there on the centre's own rows are read.
    let tx = ctx.database().read(Scope::System).await?;
    let feed = store::rota::find_feed_by_key(&tx, &hash_key(secret)).await?;
    drop(tx);
    let Some(feed) = feed else { return Ok(None) };
    let tx = ctx.database().read(Scope::Centre(feed.centre_id)).await?;
    let Some(centre) = store::find_centre(&tx, feed.centre_id).await? else {
        return Ok(None);
    };
    let now = minute_of(ctx.now);
    let Ok(told) = Period::new(now - BACK, now + AHEAD) else {
        return Ok(None);
    };
    let person = Some(feed.staff_id);
    let absences = store::rota::list_absences(&tx, centre.id, person, told).await?;
    let filter = ShiftFilter {
        within: Some(told),
        staff: person,
        series: None,
    };
    let mut shifts = store::rota::list_shifts(&tx, centre.id, filter, None).await?;
    shifts.retain(|shift| {
        let period = shift.content.period;
        let absent = absent_parts(period, absences.iter().map(|absence| absence.period));
        absent != [period]
    });
    Ok(Some(FeedText {
        language: feed.language,
        centre_name: centre.name,
        shifts,
    }))
}
