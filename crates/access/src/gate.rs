//! The gate in front of every operation for people who log in: default deny.

mod credential;

use std::{fmt, sync::Arc};

use kernel::{Actor, CentreId, ProblemCode};
use platform::{
    Ctx, Secret,
    http::{Gate, Operation, Problem},
};
use poem::{Request, http::Method};

use crate::{
    api::Parts,
    domain::{Decision, Session, decide, suffices_to_enrol},
    policy::Subject,
};

pub(crate) use credential::{Carrier, Credential, Origin, login_cookie_of};

/// Admits people who log in.
#[derive(Clone)]
pub struct AccessGate(Arc<Parts>);

impl fmt::Debug for AccessGate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessGate")
    }
}

#[async_trait::async_trait]
impl Gate for AccessGate {
    async fn admit(
        &self,
        request: &Request,
        operation: &Operation,
        ctx: Ctx,
    ) -> Result<Ctx, Problem> {
        let action = operation.action();
        if self.0.policy.grants(Subject::Anyone, &action) {
            return Ok(ctx);
        }
        let credential = Credential::of(request).ok_or_else(unauthenticated)?;
        let session = self.session(&ctx, &credential.token).await?;
        if credential.carrier == Carrier::Cookie {
            self.refuse_forged(request, &session)?;
        }
        let centre = named_centre(operation, request.uri().path())?;
        self.enter(ctx, &session, &action, centre)
    }
}

impl AccessGate {
    pub(crate) fn new(parts: Arc<Parts>) -> Self {
        Self(parts)
    }

    /// The token a request carries, to be admitted again by while a stream lasts.
    pub fn token(request: &Request) -> Option<Secret<String>> {
        Credential::of(request).map(|credential| credential.token)
    }

    /// Admits the upgrade of a stream by its cookie or bearer token. A cookie counts only from a
    /// page of the service itself.
    ///
    /// # Errors
    /// 401 without a valid log-in, 403 from a foreign page or without permission.
    pub async fn admit_request(
        &self,
        request: &Request,
        action: &str,
        ctx: Ctx,
    ) -> Result<Ctx, Problem> {
        let credential = Credential::of(request).ok_or_else(unauthenticated)?;
        if credential.carrier == Carrier::Cookie && !self.0.origin.sent(request) {
            return Err(Problem::new(ProblemCode::CsrfRefused));
        }
        self.admit_token(credential.token.expose(), action, ctx)
            .await
    }

    /// Admits the bearer of a token, such as the one in a stream's first frame.
    ///
    /// # Errors
    /// 401 without a valid log-in, 403 without permission.
    pub async fn admit_token(&self, token: &str, action: &str, ctx: Ctx) -> Result<Ctx, Problem> {
        let session = self.session(&ctx, &Secret::new(token.to_owned())).await?;
        self.enter(ctx, &session, action, None)
    }

    async fn session(&self, ctx: &Ctx, token: &Secret<String>) -> Result<Arc<Session>, Problem> {
        let session = self.0.session(ctx, token.expose()).await?;
        session.ok_or_else(unauthenticated)
    }

    /// A browser sends its cookie along with whatever any page asks for; only our own pages know
    /// the anti-forgery token, and only they are the origin of our streams.
    fn refuse_forged(&self, request: &Request, session: &Session) -> Result<(), Problem> {
        let is_ours = if request.header("upgrade").is_some() {
            self.0.origin.sent(request)
        } else if matches!(*request.method(), Method::GET | Method::HEAD) {
            true
        } else {
            let given = request.header("x-csrf-token").unwrap_or_default();
            let known = session.csrf_token.expose();
            aws_lc_rs::constant_time::verify_slices_are_equal(given.as_bytes(), known.as_bytes())
                .is_ok()
        };
        if is_ours {
            Ok(())
        } else {
            Err(Problem::new(ProblemCode::CsrfRefused))
        }
    }

    fn enter(
        &self,
        ctx: Ctx,
        session: &Session,
        action: &str,
        centre: Option<CentreId>,
    ) -> Result<Ctx, Problem> {
        if session.must_enrol && !suffices_to_enrol(&self.0.policy, action) {
            return Err(Problem::new(ProblemCode::SecondFactorRequired));
        }
        match decide(&self.0.policy, &session.assignments, action, centre) {
            Decision::Granted { scope, staff } => {
                let account = session.account;
                Ok(ctx.acting(Actor::Account { account, staff }, scope))
            }
            Decision::Forbidden => Err(Problem::new(ProblemCode::Forbidden)),
            Decision::Hidden => Err(Problem::new(ProblemCode::NotFound)),
        }
    }
}

/// The centre in the path of an operation on one centre.
fn named_centre(operation: &Operation, path: &str) -> Result<Option<CentreId>, Problem> {
    let template = operation.path.split('/');
    let mut after_centres = false;
    for (known, given) in template.zip(path.split('/')) {
        if after_centres && known.starts_with('{') {
            let id = given.parse();
            return id
                .map(Some)
                .map_err(|_malformed| Problem::new(ProblemCode::NotFound));
        }
        after_centres = known == "centres";
    }
    Ok(None)
}

fn unauthenticated() -> Problem {
    Problem::new(ProblemCode::Unauthenticated)
}
