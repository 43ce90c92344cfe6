//! Ports of one module, served by another.

use std::sync::Arc;

use access::{
    Access,
    ports::{StaffCard, StaffDirectory},
};
use centres::Directory;
use contacts::{Admitted, DeskGate};
use kernel::{ProblemCode, Scope, StaffId};
use platform::{Ctx, Database, Fault, Secret, http::Problem};
use poem::Request;

/// Staff cards for log-in answers.
pub(crate) struct Staff {
    pub(crate) database: Database,
    pub(crate) directory: Directory,
}

#[async_trait::async_trait]
impl StaffDirectory for Staff {
    async fn card(&self, staff: StaffId) -> Result<Option<StaffCard>, Fault> {
        let tx = self.database.read(Scope::System).await?;
        let Some(row) = centres::find_counsellor(&tx, staff).await? else {
            return Ok(None);
        };
        let centre = self.directory.centre(row.centre_id);
        Ok(Some(StaffCard {
            id: row.staff_id,
            alias: row.alias,
            centre_id: row.centre_id,
            centre_name: centre.map_or_else(String::new, |entry| entry.name),
            languages: row.languages,
            topics: row.topics,
            capacity_units: row.capacity_units,
        }))
    }
}

/// Lets counsellors in to their stream by their log-in.
pub(crate) struct Desks(pub(crate) Arc<Access>);

/// What a role must be granted to open the desk's stream.
const ACTION: &str = "desk:stream";

#[async_trait::async_trait]
impl DeskGate for Desks {
    async fn admit_request(
        &self,
        request: &Request,
        ctx: Ctx,
    ) -> Result<Option<Admitted>, Problem> {
        let Some(token) = access::AccessGate::token(request) else {
            return Ok(None);
        };
        match self.0.gate().admit_request(request, ACTION, ctx).await {
            Ok(ctx) => Ok(Some(Admitted { ctx, token })),
            // An old cookie must not keep a script with a token out.
            Err(problem) if problem.code == ProblemCode::Unauthenticated => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    async fn admit_token(&self, token: &str, ctx: Ctx) -> Result<Admitted, Problem> {
        let ctx = self.0.gate().admit_token(token, ACTION, ctx).await?;
        Ok(Admitted {
            ctx,
            token: Secret::new(token.to_owned()),
        })
    }
}
