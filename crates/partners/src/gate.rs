//! The gate in front of every operation for partners: default deny.

use std::{fmt, sync::Arc};

use access::machine::{ExpectedToken, MachineFault, MachineToken, issuer_of};
use kernel::{Actor, PartnerScope, PartnerState, ProblemCode, Scope};
use platform::{
    Ctx,
    http::{Admission, Operation, PartnerGate, Problem},
};
use poem::{Request, http::header};

use crate::{
    api::Inner,
    domain::{Need, TOKEN_PREFIX, need_of, read_token, scopes_of},
    register::Known,
};

/// Admits systems of partners.
#[derive(Clone)]
pub struct MachineGate(Arc<Inner>);

impl fmt::Debug for MachineGate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MachineGate")
    }
}

/// Whose token it is, and what it is good for.
struct Caller {
    known: Arc<Known>,
    /// As far as the partner was given them.
    scopes: Vec<PartnerScope>,
    /// Whether the partner got it by its own key.
    has_own_key: bool,
}

#[async_trait::async_trait]
impl PartnerGate for MachineGate {
    async fn admit(&self, request: &Request, operation: &Operation, ctx: Ctx) -> Admission {
        let Some(need) = need_of(&operation.id) else {
            return Admission::uncounted(Err(Problem::new(ProblemCode::Forbidden)));
        };
        if need == Need::Nothing {
            return Admission::uncounted(Ok(ctx));
        }
        let caller = match self.caller(request, &ctx).await {
            Ok(caller) => caller,
            Err(problem) => return Admission::uncounted(Err(problem)),
        };
        let partner = &caller.known.partner;
        let (spent, quota) = self.0.spend(partner.id, partner.fields.quota, ctx.now);
        if let Err(limited) = spent {
            let problem = Problem::new(ProblemCode::TooManyRequests);
            self.0.usage.note(partner.id, &operation.id, 429, ctx.now);
            return Admission {
                outcome: Err(problem.retry_after(limited.retry_after)),
                quota,
            };
        }
        let outcome = match caller.check(need) {
            Ok(()) => Ok(ctx.acting(Actor::Partner(partner.id), Scope::Partner(partner.id))),
            Err(problem) => {
                let status = problem.code.status();
                self.0
                    .usage
                    .note(partner.id, &operation.id, status, ctx.now);
                Err(problem)
            }
        };
        Admission { outcome, quota }
    }

    fn note(&self, ctx: &Ctx, operation: &Operation, status: u16) {
        if let Actor::Partner(partner) = ctx.actor {
            self.0.usage.note(partner, &operation.id, status, ctx.now);
        }
    }
}

impl Caller {
    fn check(&self, need: Need) -> Result<(), Problem> {
        if self.known.partner.state == PartnerState::Suspended {
            return Err(Problem::new(ProblemCode::PartnerSuspended));
        }
        let suffices = match need {
            Need::Nothing | Need::Token => true,
            Need::OwnKey => self.has_own_key,
            Need::Scope(scope) => self.scopes.contains(&scope),
        };
        if suffices {
            Ok(())
        } else {
            Err(Problem::new(ProblemCode::ScopeMissing))
        }
    }
}

impl MachineGate {
    pub(crate) const fn new(inner: Arc<Inner>) -> Self {
        Self(inner)
    }

    async fn caller(&self, request: &Request, ctx: &Ctx) -> Result<Caller, Problem> {
        let token = bearer_of(request).ok_or_else(unauthenticated)?;
        if token.starts_with(TOKEN_PREFIX) {
            self.by_own_token(token, ctx).await
        } else {
            self.by_maskinporten(token, ctx).await
        }
    }

    async fn by_own_token(&self, token: &str, ctx: &Ctx) -> Result<Caller, Problem> {
        let claims = read_token(&self.0.mac, token, ctx.now).ok_or_else(unauthenticated)?;
        let known = self.0.register.find(ctx, claims.partner).await?;
        let known = known.ok_or_else(unauthenticated)?;
        let is_its_key = known
            .keys
            .iter()
            .any(|key| key.id == claims.key && key.is_live(ctx.now));
        if !is_its_key {
            return Err(unauthenticated());
        }
        let given = &known.partner.fields.scopes;
        let scopes = scopes_of(|scope| claims.scopes.contains(&scope) && given.contains(&scope));
        Ok(Caller {
            known,
            scopes,
            has_own_key: true,
        })
    }

    /// The partner is the organisation that the token names as consumer, whichever client asked for it.
    async fn by_maskinporten(&self, token: &str, ctx: &Ctx) -> Result<Caller, Problem> {
        let issuer = issuer_of(token).ok_or_else(unauthenticated)?;
        let environment = self.0.config.environment_of(&issuer);
        let environment = environment.ok_or_else(unauthenticated)?;
        let expected = ExpectedToken {
            issuer: &issuer,
            audience: self.0.audience(),
            must_name_audience: self.0.config.must_name_audience,
            now: ctx.now,
        };
        let read = self.0.machines.read(token, expected).await;
        let read: MachineToken = read.map_err(|fault| match fault {
            MachineFault::Refused(refusal) => unauthenticated().detail(refusal.to_string()),
            MachineFault::IssuerUnreachable => {
                Problem::new(ProblemCode::IssuerUnreachable).retry_after(10)
            }
        })?;
        let organisation = (read.consumer, environment);
        let known = self.0.register.find_organisation(ctx, organisation).await?;
        let known = known.ok_or_else(|| Problem::new(ProblemCode::PartnerUnknown))?;
        let named = read.scopes.iter().filter_map(|word| self.0.scope_of(word));
        let named: Vec<PartnerScope> = named.collect();
        let given = &known.partner.fields.scopes;
        let scopes = scopes_of(|scope| named.contains(&scope) && given.contains(&scope));
        Ok(Caller {
            known,
            scopes,
            has_own_key: false,
        })
    }
}

fn bearer_of(request: &Request) -> Option<&str> {
    let (scheme, token) = request.header(header::AUTHORIZATION)?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn unauthenticated() -> Problem {
    Problem::new(ProblemCode::Unauthenticated)
}
