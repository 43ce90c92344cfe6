use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::{AccountId, Actor, CentreId, ProblemCode, Role, Scope, StaffId};
use platform::{
    Ctx, Fault, TenantTx,
    audit::{self, Deed},
    http::Problem,
};
use serde_json::json;

use super::{AssignRoleError, NewRole, administrators, assign_role};
use crate::{
    api::Parts,
    domain::{Account, Assignment, Line},
    ports::Member,
    store,
};

/// Somebody who logs in to a centre.
#[derive(Debug)]
pub(crate) struct StaffAccount {
    pub(crate) account: Account,
    /// None for those who have a role without being a member of staff.
    pub(crate) member: Option<Member>,
    pub(crate) roles: Vec<Role>,
}

impl StaffAccount {
    /// The line of the staff list.
    pub(crate) fn line(&self) -> Option<Line> {
        Some(Line {
            email: self.account.email.expose().clone(),
            name: self.account.name.expose().clone(),
            roles: self.roles.clone(),
            membership: self.member.as_ref()?.membership.clone(),
        })
    }
}

/// Lists who logs in to a centre, by name: members of its staff, and others with a role in it. `tx` is in the
/// scope of the asker; accounts and roles are read in the product's own, of this centre alone.
pub(crate) async fn staff_accounts(
    ctx: &Ctx,
    tx: &TenantTx,
    parts: &Parts,
    centre: CentreId,
) -> Result<Vec<StaffAccount>, Fault> {
    let mut members: HashMap<AccountId, Member> = HashMap::new();
    for member in parts.directory.members(tx, centre).await? {
        members.insert(member.account, member);
    }
    let wide = ctx.database().read(Scope::System).await?;
    let mut roles: BTreeMap<AccountId, Vec<Role>> = BTreeMap::new();
    for account in members.keys() {
        roles.insert(*account, Vec::new());
    }
    for (account, held) in store::role_assignment::of_centre(&wide, centre).await? {
        roles.entry(account).or_default().push(held.role);
    }
    let accounts: Vec<AccountId> = roles.keys().copied().collect();
    let mut listed = Vec::new();
    for account in store::account::list(&wide, &accounts).await? {
        let mut held = roles.remove(&account.id).unwrap_or_default();
        held.sort_unstable();
        listed.push(StaffAccount {
            member: members.remove(&account.id),
            roles: held,
            account,
        });
    }
    listed.sort_by_cached_key(|one| one.account.name.expose().to_lowercase());
    Ok(listed)
}

/// Why roles stay as they are.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReplaceRolesError {
    /// Nobody of that id logs in to the centre.
    #[error("nobody of that id")]
    NotFound,
    /// Whoever asks administers the centre no longer.
    #[error("no longer an administrator")]
    Forbidden,
    #[error("a centre keeps at least one administrator")]
    LastAdministrator,
    #[error("somebody without a membership cannot guide")]
    NoMember,
    #[error("a member of staff has at least one role")]
    None,
    #[error("must be roles of a centre")]
    NotOfCentre,
    #[error(transparent)]
    Role(#[from] AssignRoleError),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<ReplaceRolesError> for Problem {
    fn from(error: ReplaceRolesError) -> Self {
        use ReplaceRolesError as E;
        let reason = match error {
            E::NotFound => return Self::new(ProblemCode::NotFound),
            E::Forbidden => return Self::new(ProblemCode::Forbidden),
            E::Role(error) => return error.into(),
            E::Fault(fault) => return fault.into(),
            E::LastAdministrator => "must leave the centre at least one administrator",
            E::NoMember => "must not name counsellor for somebody who is no member of staff",
            E::None => "must name at least one; end the membership instead",
            E::NotOfCentre => "must be roles of a centre",
        };
        Self::invalid("roles", reason)
    }
}

/// Replaces the roles somebody holds in a centre. They hold within seconds, on every copy of the product.
pub(crate) async fn replace_roles(
    ctx: &Ctx,
    parts: &Parts,
    (centre, account): (CentreId, AccountId),
    mut wanted: Vec<Role>,
) -> Result<Vec<Role>, ReplaceRolesError> {
    wanted.sort_unstable();
    wanted.dedup();
    let tx = ctx.database().write(Scope::System).await?;
    if !parts.directory.hold(&tx, centre).await? {
        return Err(ReplaceRolesError::NotFound);
    }
    let members = parts.directory.members(&tx, centre).await?;
    let member = members.iter().find(|member| member.account == account);
    let staff = member.map(|member| member.staff);
    let held = store::role_assignment::of_centre(&tx, centre).await?;
    let before = roles_of(&held, account);
    if staff.is_none() && before.is_empty() {
        return Err(ReplaceRolesError::NotFound);
    }
    let administrators = administrators(&tx, parts, centre).await?;
    refuse(ctx, &administrators, account, &wanted)?;
    if wanted.is_empty() && staff.is_some() {
        return Err(ReplaceRolesError::None);
    }
    if wanted.contains(&Role::Counsellor) && staff.is_none() {
        return Err(ReplaceRolesError::NoMember);
    }
    if wanted != before {
        write(ctx, &tx, (centre, account, staff), (&before, &wanted)).await?;
        tx.commit().await?;
        parts.sessions.forget_account(account);
    }
    Ok(wanted)
}

fn roles_of(held: &[(AccountId, Assignment)], account: AccountId) -> Vec<Role> {
    let own = held.iter().filter(|(holder, _)| *holder == account);
    let mut roles: Vec<Role> = own.map(|(_, held)| held.role).collect();
    roles.sort_unstable();
    roles
}

/// Looks again under the hold: whoever asks may have lost the role since the gate let them in.
fn refuse(
    ctx: &Ctx,
    administrators: &BTreeSet<AccountId>,
    account: AccountId,
    wanted: &[Role],
) -> Result<(), ReplaceRolesError> {
    if wanted.contains(&Role::NationalCoordinator) {
        return Err(ReplaceRolesError::NotOfCentre);
    }
    if !matches!(ctx.actor, Actor::Account { account, .. } if administrators.contains(&account)) {
        return Err(ReplaceRolesError::Forbidden);
    }
    let is_last = administrators.iter().all(|who| *who == account);
    if is_last && !wanted.contains(&Role::CentreAdministrator) {
        return Err(ReplaceRolesError::LastAdministrator);
    }
    Ok(())
}

async fn write(
    ctx: &Ctx,
    tx: &TenantTx,
    (centre, account, staff): (CentreId, AccountId, Option<StaffId>),
    (before, wanted): (&[Role], &[Role]),
) -> Result<(), ReplaceRolesError> {
    store::role_assignment::delete_of_centre(tx, account, centre).await?;
    for role in wanted {
        let role = NewRole {
            account,
            role: *role,
            centre: Some(centre),
            staff,
        };
        assign_role(ctx, tx, role).await?;
    }
    let deed = Deed {
        centre: Some(centre),
        action: "roles:replace",
        target: staff.map_or_else(|| account.to_string(), |staff| staff.to_string()),
        old: Some(json!({"roles": before})),
        new: Some(json!({"roles": wanted})),
    };
    audit::record(ctx, tx, deed).await?;
    // Open desks ask again whether they may stay.
    tx.emit("session.ended", &(), ctx.now).await?;
    Ok(())
}
