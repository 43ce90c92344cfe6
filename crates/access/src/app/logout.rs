use kernel::Scope;
use platform::{Ctx, Fault, Secret, hash_key};

use crate::{api::Parts, store};

/// Ends the session of a token, at once in this process.
pub(crate) async fn logout(ctx: &Ctx, parts: &Parts, token: &Secret<String>) -> Result<(), Fault> {
    let hash = hash_key(token.expose());
    let tx = ctx.database().write(Scope::System).await?;
    store::session::delete(&tx, &hash).await?;
    // Whoever keeps a line open for a session looks whether it is this one.
    tx.emit("session.ended", &(), ctx.now).await?;
    tx.commit().await?;
    parts.sessions.forget(&hash);
    Ok(())
}
