use kernel::{AgreementId, AgreementState, CentreId};
use platform::{Fault, TenantTx};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait, prelude::Uuid,
};

use super::{
    columns::{read_count, read_word, write_count},
    rows::agreement,
};
use crate::domain::{Agreement, Closing, Terms};

fn read(row: agreement::Model) -> Result<Agreement, Fault> {
    let minutes = |minutes| read_count(minutes, "agreement.weekly_minutes");
    let closed = match (row.closed_by, row.closed_at) {
        (Some(by), Some(at)) => Some(Closing {
            by: read_word(&by, "agreement.closed_by")?,
            at,
            reason: row.reason,
        }),
        _ => None,
    };
    Ok(Agreement {
        id: AgreementId::from_row(row.id),
        centre_id: CentreId::from_row(row.centre_id),
        terms: Terms {
            channel: read_word(&row.channel, "agreement.channel")?,
            share: read_count(row.share, "agreement.share")?,
            weekly_minutes: row.weekly_minutes.map(minutes).transpose()?,
            valid_from: row.valid_from,
            valid_until: row.valid_until,
        },
        state: read_word(&row.state, "agreement.state")?,
        proposed_by: read_word(&row.proposed_by, "agreement.proposed_by")?,
        proposed_at: row.proposed_at,
        centre_accepted_at: row.centre_accepted_at,
        national_accepted_at: row.national_accepted_at,
        closed,
    })
}

fn written(agreement: &Agreement) -> agreement::ActiveModel {
    let (terms, closed) = (&agreement.terms, agreement.closed.as_ref());
    agreement::ActiveModel {
        id: Set(agreement.id.to_row()),
        centre_id: Set(agreement.centre_id.to_row()),
        channel: Set(terms.channel.to_string()),
        share: Set(write_count(terms.share)),
        weekly_minutes: Set(terms.weekly_minutes.map(write_count)),
        valid_from: Set(terms.valid_from),
        valid_until: Set(terms.valid_until),
        state: Set(agreement.state.to_string()),
        proposed_by: Set(agreement.proposed_by.to_string()),
        proposed_at: Set(agreement.proposed_at),
        centre_accepted_at: Set(agreement.centre_accepted_at),
        national_accepted_at: Set(agreement.national_accepted_at),
        closed_by: Set(closed.map(|closed| closed.by.to_string())),
        closed_at: Set(closed.map(|closed| closed.at)),
        reason: Set(closed.and_then(|closed| closed.reason.clone())),
    }
}

/// Lists proposals and agreements of one centre or of all in scope, by first date and channel.
pub(crate) async fn list_agreements(
    tx: &TenantTx,
    centre: Option<CentreId>,
) -> Result<Vec<Agreement>, Fault> {
    let rows = tx
        .find::<agreement::Entity>()
        .apply_if(centre.map(CentreId::to_row), |query, id: Uuid| {
            query.filter(agreement::Column::CentreId.eq(id))
        })
        .order_by_asc(agreement::Column::ValidFrom)
        .order_by_asc(agreement::Column::Channel)
        .order_by_asc(agreement::Column::Id)
        .all(tx)
        .await?;
    rows.into_iter().map(read).collect()
}

/// Lists what was accepted by both sides, of one centre or of all in scope, by first date.
pub(crate) async fn list_terms(
    tx: &TenantTx,
    centre: Option<CentreId>,
) -> Result<Vec<(CentreId, Terms)>, Fault> {
    let all = list_agreements(tx, centre).await?;
    let accepted = all
        .into_iter()
        .filter(|agreement| agreement.state == AgreementState::Accepted);
    Ok(accepted
        .map(|agreement| (agreement.centre_id, agreement.terms))
        .collect())
}

/// Adds a proposal or an agreement.
pub(crate) async fn insert_agreement(tx: &TenantTx, agreement: &Agreement) -> Result<(), Fault> {
    agreement::Entity::insert(written(agreement))
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Writes a proposal or an agreement anew.
pub(crate) async fn update_agreement(tx: &TenantTx, agreement: &Agreement) -> Result<(), Fault> {
    tx.update::<agreement::Entity>()
        .set(written(agreement))
        .filter(agreement::Column::Id.eq(agreement.id.to_row()))
        .filter(agreement::Column::CentreId.eq(agreement.centre_id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}
