use kernel::Scope;
use platform::{Ctx, Fault, Secret, TenantTx, hash_key};
use serde_json::Value;
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, PasskeyAuthentication, PublicKeyCredential,
    Webauthn,
};

use super::{
    begin_step::{STEP_TRIES, begin_step},
    open_session::{Proven, Visit, open_session},
    second_factor::{Entered, SecondStepError},
};
use crate::{
    api::Parts,
    domain::Purpose,
    store::{self, login_step::Step, passkey::Stored},
};

/// A wish to log in by a passkey.
pub(crate) struct PasskeyLogin {
    /// The log-in whose second step it is; none to log in without a password.
    pub(crate) pending: Option<Secret<String>>,
    /// Whether a token is asked for instead of a cookie.
    pub(crate) is_bearer: bool,
    /// What tells callers apart for limiting.
    pub(crate) caller: String,
}

/// What a passkey is to sign.
pub(crate) struct Challenge {
    /// Names the step that finishes it.
    pub(crate) token: Secret<String>,
    /// As browsers take it (`PublicKeyCredential.parse…OptionsFromJSON`).
    pub(crate) options: Value,
}

/// Asks for a passkey: one of the account's in a second step, else any that the person chooses.
pub(crate) async fn begin_passkey_login(
    ctx: &Ctx,
    parts: &Parts,
    command: PasskeyLogin,
) -> Result<Challenge, SecondStepError> {
    let service = parts.passkeys.as_ref();
    let service = service.ok_or(SecondStepError::PasskeyRefused)?;
    parts
        .throttle
        .begin(&command.caller, ctx.now)
        .map_err(SecondStepError::Limited)?;
    let tx = ctx.database().write(Scope::System).await?;
    if let Some(token) = command.pending {
        return ask_account(ctx, service, tx, token).await;
    }
    let (request, state) = service
        .start_discoverable_authentication()
        .map_err(broken)?;
    let step = Step {
        account: None,
        purpose: Purpose::Passkey,
        is_bearer: command.is_bearer,
        challenge: Some(write(&state)?),
        federated: None,
    };
    let token = begin_step(ctx, &tx, step).await?;
    tx.commit().await?;
    let options = public_key(serde_json::to_value(&request).map_err(Fault::from)?);
    Ok(Challenge { token, options })
}

async fn ask_account(
    ctx: &Ctx,
    service: &Webauthn,
    tx: TenantTx,
    token: Secret<String>,
) -> Result<Challenge, SecondStepError> {
    let hash = hash_key(token.expose());
    let step = store::login_step::find(&tx, &hash, ctx.now, STEP_TRIES).await?;
    let step = step.filter(|step| step.purpose == Purpose::SecondFactor);
    let account = step.and_then(|step| step.account);
    let account = account.ok_or(SecondStepError::Expired)?;
    let held = store::passkey::of_account(&tx, account).await?;
    let keys: Vec<_> = held.into_iter().map(|held| held.passkey).collect();
    if keys.is_empty() {
        return Err(SecondStepError::PasskeyRefused);
    }
    let (request, state) = service
        .start_passkey_authentication(&keys)
        .map_err(broken)?;
    store::login_step::set_challenge(&tx, &hash, write(&state)?).await?;
    tx.commit().await?;
    let options = public_key(serde_json::to_value(&request).map_err(Fault::from)?);
    Ok(Challenge { token, options })
}

/// A signed challenge.
pub(crate) struct PasskeyProof {
    pub(crate) token: Secret<String>,
    /// As browsers write it (`PublicKeyCredential.toJSON`).
    pub(crate) credential: Value,
    pub(crate) visit: Visit,
}

/// Finishes a log-in by a passkey, which has verified its user.
pub(crate) async fn finish_passkey_login(
    ctx: &Ctx,
    parts: &Parts,
    command: PasskeyProof,
) -> Result<Entered, SecondStepError> {
    let service = parts.passkeys.as_ref();
    let service = service.ok_or(SecondStepError::PasskeyRefused)?;
    let hash = hash_key(command.token.expose());
    let tx = ctx.database().write(Scope::System).await?;
    let step = store::login_step::take_try(&tx, &hash, ctx.now, STEP_TRIES).await?;
    let step = step.filter(|step| step.purpose != Purpose::Registration);
    let step = step.ok_or(SecondStepError::Expired)?;
    let Some(mut stored) = signed_by(service, &tx, &step, command.credential).await? else {
        tx.commit().await?;
        tracing::info!("passkey refused");
        return Err(SecondStepError::PasskeyRefused);
    };
    let account = store::account::find(&tx, stored.held.account).await?;
    if !account.is_some_and(|account| account.is_active) {
        return Err(SecondStepError::Expired);
    }
    stored.held.passkey.update_credential(&stored.result);
    store::passkey::touch(&tx, &stored.held, ctx.now).await?;
    store::login_step::delete(&tx, &hash).await?;
    let proven = Proven {
        account: stored.held.account,
        by_second_factor: true,
        federated: step.federated,
    };
    let token = open_session(ctx, parts, (tx, proven), &command.visit).await?;
    Ok(Entered {
        token,
        is_bearer: step.is_bearer,
    })
}

/// A passkey that signed what it was asked to.
struct Signed {
    held: Stored,
    result: AuthenticationResult,
}

async fn signed_by(
    service: &Webauthn,
    tx: &TenantTx,
    step: &Step,
    credential: Value,
) -> Result<Option<Signed>, Fault> {
    let Ok(credential) = serde_json::from_value::<PublicKeyCredential>(credential) else {
        return Ok(None);
    };
    let Some(challenge) = &step.challenge else {
        return Ok(None);
    };
    let held = store::passkey::find_credential(tx, credential.get_credential_id()).await?;
    let Some(held) = held else {
        return Ok(None);
    };
    let result = if let Some(account) = step.account {
        let state: PasskeyAuthentication = serde_json::from_str(challenge)?;
        let result = service.finish_passkey_authentication(&credential, &state);
        result.ok().filter(|_| held.account == account)
    } else {
        let state: DiscoverableAuthentication = serde_json::from_str(challenge)?;
        let named = credential.get_user_unique_id();
        let is_owner = named == Some(held.account.to_row().as_bytes());
        let result =
            service.finish_discoverable_authentication_v2(&credential, state, &held.passkey);
        result.ok().filter(|_| is_owner)
    };
    Ok(result.map(|result| Signed { held, result }))
}

fn write(state: &impl serde::Serialize) -> Result<String, Fault> {
    Ok(serde_json::to_string(state)?)
}

/// The part that browsers take.
pub(super) fn public_key(mut request: Value) -> Value {
    request
        .get_mut("publicKey")
        .map(Value::take)
        .unwrap_or_default()
}

fn broken(_error: webauthn_rs::prelude::WebauthnError) -> Fault {
    Fault::Stopped("passkeys")
}
