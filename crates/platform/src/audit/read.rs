//! Entries as they are asked for.

use kernel::{AccountId, CentreId, Instant};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::{Entry, chain_of, row};
use crate::{Fault, TenantTx};

/// Which entries are asked for; what is none does not matter.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only this action.
    pub action: Option<String>,
    /// Only by this person.
    pub account: Option<AccountId>,
    /// Not before.
    pub from: Option<Instant>,
    /// Before.
    pub until: Option<Instant>,
}

impl Filter {
    fn select(&self, tx: &TenantTx, centre: Option<CentreId>) -> Select<row::Entity> {
        let mut query = tx
            .find::<row::Entity>()
            .filter(row::Column::Chain.eq(chain_of(centre)));
        if let Some(action) = &self.action {
            query = query.filter(row::Column::Action.eq(action));
        }
        if let Some(account) = self.account {
            query = query.filter(row::Column::AccountId.eq(account.to_row()));
        }
        if let Some(from) = self.from {
            query = query.filter(row::Column::At.gte(from));
        }
        if let Some(until) = self.until {
            query = query.filter(row::Column::At.lt(until));
        }
        query
    }
}

/// Lists entries of a centre, or of the national layer, newest first: those before the number `before`.
pub async fn list(
    tx: &TenantTx,
    centre: Option<CentreId>,
    filter: &Filter,
    (before, limit): (Option<i64>, u64),
) -> Result<Vec<Entry>, Fault> {
    let mut query = filter.select(tx, centre);
    if let Some(before) = before {
        query = query.filter(row::Column::Seq.lt(before));
    }
    let query = query.order_by_desc(row::Column::Seq).limit(limit);
    Ok(query.all(tx).await?.into_iter().map(Entry::from).collect())
}

/// Lists entries oldest first: those after the number `after`.
pub async fn list_after(
    tx: &TenantTx,
    centre: Option<CentreId>,
    filter: &Filter,
    (after, limit): (i64, u64),
) -> Result<Vec<Entry>, Fault> {
    let query = filter
        .select(tx, centre)
        .filter(row::Column::Seq.gt(after))
        .order_by_asc(row::Column::Seq)
        .limit(limit);
    Ok(query.all(tx).await?.into_iter().map(Entry::from).collect())
}

/// The entry of a number.
pub async fn find(
    tx: &TenantTx,
    centre: Option<CentreId>,
    seq: i64,
) -> Result<Option<Entry>, Fault> {
    let query = Filter::default()
        .select(tx, centre)
        .filter(row::Column::Seq.eq(seq));
    Ok(query.one(tx).await?.map(Entry::from))
}
