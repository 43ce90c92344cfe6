use kernel::CentreId;
use platform::{Fault, TenantTx};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    prelude::Uuid, sea_query::OnConflict,
};

use super::{
    columns::{TextColumn, read_json, text_column, write_json},
    rows::{logo, profile},
};
use crate::domain::{ImageKind, LogoMark, Profile, Texts};

fn read_texts(column: &str) -> Result<Texts, Fault> {
    Ok(read_json::<TextColumn>(column)?.into())
}

fn read_profile(row: profile::Model) -> Result<Profile, Fault> {
    Ok(Profile {
        names: read_texts(&row.names)?,
        description: read_texts(&row.description)?,
        reach: read_texts(&row.reach)?,
        telephone: row.telephone,
        email: row.email,
        website: row.website,
        logo_alt: read_texts(&row.logo_alt)?,
        modules_off: read_json(&row.modules_off)?,
        closed_days_seen: row.closed_days_seen,
    })
}

/// Lists the profiles of the scope; a centre that never wrote one has none.
pub(crate) async fn list_profiles(tx: &TenantTx) -> Result<Vec<(CentreId, Profile)>, Fault> {
    let rows = tx.find::<profile::Entity>().all(tx).await?;
    rows.into_iter()
        .map(|row| Ok((CentreId::from_row(row.centre_id), read_profile(row)?)))
        .collect()
}

/// Finds the profile of a centre; an empty one where it never wrote one.
pub(crate) async fn find_profile(tx: &TenantTx, centre: CentreId) -> Result<Profile, Fault> {
    let row = tx
        .find::<profile::Entity>()
        .filter(profile::Column::CentreId.eq(centre.to_row()))
        .one(tx)
        .await?;
    row.map_or_else(|| Ok(Profile::default()), read_profile)
}

/// Writes the profile of a centre.
pub(crate) async fn upsert_profile(
    tx: &TenantTx,
    centre: CentreId,
    new: &Profile,
) -> Result<(), Fault> {
    use profile::Column;
    let texts = |texts| write_json(&text_column(texts));
    let row = profile::ActiveModel {
        centre_id: Set(centre.to_row()),
        names: Set(texts(&new.names)?),
        description: Set(texts(&new.description)?),
        reach: Set(texts(&new.reach)?),
        telephone: Set(new.telephone.clone()),
        email: Set(new.email.clone()),
        website: Set(new.website.clone()),
        logo_alt: Set(texts(&new.logo_alt)?),
        modules_off: Set(write_json(&new.modules_off)?),
        closed_days_seen: Set(new.closed_days_seen),
    };
    let replace = OnConflict::column(Column::CentreId)
        .update_columns([
            Column::Names,
            Column::Description,
            Column::Reach,
            Column::Telephone,
            Column::Email,
            Column::Website,
            Column::LogoAlt,
            Column::ModulesOff,
            Column::ClosedDaysSeen,
        ])
        .to_owned();
    profile::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

fn read_mark(media_type: &str, tag: String) -> Result<LogoMark, Fault> {
    let kind = ImageKind::from_media_type(media_type);
    let kind = kind.ok_or(Fault::Corrupt("centre_logo.media_type"))?;
    Ok(LogoMark { kind, tag })
}

/// Lists what logos one centre or all in scope have, without their bytes.
pub(crate) async fn list_logo_marks(
    tx: &TenantTx,
    centre: Option<CentreId>,
) -> Result<Vec<(CentreId, LogoMark)>, Fault> {
    let rows: Vec<(Uuid, String, String)> = tx
        .find::<logo::Entity>()
        .apply_if(centre.map(CentreId::to_row), |query, id: Uuid| {
            query.filter(logo::Column::CentreId.eq(id))
        })
        .select_only()
        .columns([
            logo::Column::CentreId,
            logo::Column::MediaType,
            logo::Column::Tag,
        ])
        .into_tuple()
        .all(tx)
        .await?;
    rows.into_iter()
        .map(|(id, media_type, tag)| Ok((CentreId::from_row(id), read_mark(&media_type, tag)?)))
        .collect()
}

/// Finds the logo of a centre.
pub(crate) async fn find_logo(
    tx: &TenantTx,
    centre: CentreId,
) -> Result<Option<(LogoMark, Vec<u8>)>, Fault> {
    let row = tx
        .find::<logo::Entity>()
        .filter(logo::Column::CentreId.eq(centre.to_row()))
        .one(tx)
        .await?;
    row.map(|row| Ok((read_mark(&row.media_type, row.tag)?, row.bytes)))
        .transpose()
}

/// Gives a centre another logo.
pub(crate) async fn upsert_logo(
    tx: &TenantTx,
    centre: CentreId,
    mark: &LogoMark,
    bytes: Vec<u8>,
) -> Result<(), Fault> {
    let row = logo::ActiveModel {
        centre_id: Set(centre.to_row()),
        media_type: Set(mark.kind.media_type().to_owned()),
        tag: Set(mark.tag.clone()),
        bytes: Set(bytes),
    };
    let replace = OnConflict::column(logo::Column::CentreId)
        .update_columns([
            logo::Column::MediaType,
            logo::Column::Tag,
            logo::Column::Bytes,
        ])
        .to_owned();
    logo::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Takes the logo of a centre away.
pub(crate) async fn delete_logo(tx: &TenantTx, centre: CentreId) -> Result<(), Fault> {
    tx.delete::<logo::Entity>()
        .filter(logo::Column::CentreId.eq(centre.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}
