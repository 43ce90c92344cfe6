//! The coordinators' board.

use std::{sync::Arc, time::Duration};

use futures_util::{Stream, stream};
use platform::{
    Ctx, Secret,
    audit::{self, Deed},
    http::{Input, Problem, Versioned, require_match},
};
use poem::{Request, web::sse::Event};
use poem_openapi::{
    OpenApi,
    param::Header,
    payload::{EventStream, Json},
    types::ToJSON,
};
use tokio::time::Instant;

use super::{
    Tag,
    board_bodies::{BoardBody, ThresholdsBody, Writer},
};
use crate::{Contacts, domain::board::Thresholds, live::picture::Picture, store::board};

/// How often the board is looked at while somebody watches.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Silence after which the same board is sent again, and how often the log-in is checked.
const SAY_EVERY: Duration = Duration::from_secs(15);

platform::problem_responses! {
    /// Why there is no board.
    BoardProblem {
        Unauthenticated = 401,
        Forbidden = 403,
    }
}

platform::problem_responses! {
    /// Why the limits stay as they are.
    LimitsProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        Stale = 412,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
        PreconditionRequired = 428,
    }
}

type BoxedBoards = std::pin::Pin<Box<dyn Stream<Item = BoardBody> + Send>>;

/// The coordinators' board.
#[derive(Clone, Debug)]
pub struct BoardApi(Contacts);

#[OpenApi(tag = "Tag::Routing")]
impl BoardApi {
    /// Get board of national queue
    #[oai(path = "/national/board", method = "get", operation_id = "board_get")]
    async fn get(&self) -> Result<Json<BoardBody>, BoardProblem> {
        let (now, picture) = self.0.picture().await?;
        Ok(Json(self.write(now, &picture)))
    }

    /// Watch board of national queue
    ///
    /// Events `board` of the whole board: within a second of a change, and now and then.
    #[oai(
        path = "/national/board/stream",
        method = "get",
        operation_id = "board_stream"
    )]
    async fn watch(&self, request: &Request) -> Result<EventStream<BoxedBoards>, BoardProblem> {
        // Where there is no board now, that is said instead of nothing.
        self.0.picture().await?;
        let token = self.0.0.gate.token(request);
        let watching = Watching {
            api: self.clone(),
            token,
            shown: None,
            admitted_at: Instant::now(),
        };
        let boards: BoxedBoards = Box::pin(stream::unfold(watching, Watching::next));
        Ok(EventStream::new(boards)
            .to_event(|board| Event::message(board.to_json_string()).event_type("board")))
    }

    /// Get when board raises alarms
    #[oai(
        path = "/national/board/thresholds",
        method = "get",
        operation_id = "board_thresholds_get"
    )]
    async fn thresholds(&self, ctx: Ctx) -> Result<Versioned<ThresholdsBody>, BoardProblem> {
        let tx = ctx.read().await?;
        Ok(Versioned::current(board::thresholds(&tx).await?.into()))
    }

    /// Choose when board raises alarms
    #[oai(
        path = "/national/board/thresholds",
        method = "put",
        operation_id = "board_thresholds_update"
    )]
    async fn choose(
        &self,
        ctx: Ctx,
        /// The `ETag` of what is replaced.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        limits: Input<ThresholdsBody>,
    ) -> Result<Versioned<ThresholdsBody>, LimitsProblem> {
        let wanted = Thresholds::from(limits.0);
        if let Some((field, most)) = wanted.fault() {
            return Err(Problem::invalid(field, format!("must be 1 to {most}")).into());
        }
        let tx = ctx.write().await?;
        let held = ThresholdsBody::from(board::thresholds(&tx).await?);
        require_match(if_match.0.as_deref(), &held)?;
        board::choose_thresholds(&tx, wanted).await?;
        let deed = Deed {
            centre: None,
            action: "board:thresholds_update",
            target: "national".to_owned(),
            old: held.to_json(),
            new: limits.0.to_json(),
        };
        audit::record(&ctx, &tx, deed).await?;
        tx.commit().await?;
        Ok(Versioned::current(limits.0))
    }
}

impl BoardApi {
    pub(crate) const fn new(contacts: Contacts) -> Self {
        Self(contacts)
    }

    fn write(&self, now: kernel::Instant, picture: &Picture) -> BoardBody {
        let writer = Writer {
            picture,
            directory: &self.0.0.directory,
            now,
        };
        writer.board()
    }
}

/// Somebody who watches the board.
struct Watching {
    api: BoardApi,
    token: Option<Secret<String>>,
    shown: Option<(Option<Arc<Picture>>, Instant)>,
    admitted_at: Instant,
}

impl Watching {
    /// The next board worth showing; none once the log-in is of no use, or the process stops.
    async fn next(mut self) -> Option<(BoardBody, Self)> {
        let contacts = &self.api.0.0;
        let stopping = contacts.tasks.token();
        loop {
            if self.shown.is_some() {
                tokio::select! {
                    () = stopping.cancelled() => return None,
                    () = tokio::time::sleep(LOOK_EVERY) => {}
                }
            }
            if self.admitted_at.elapsed() >= SAY_EVERY {
                if !self.is_admitted().await {
                    return None;
                }
                self.admitted_at = Instant::now();
            }
            let is_due = self
                .shown
                .as_ref()
                .is_none_or(|(_, at)| at.elapsed() >= SAY_EVERY);
            // A database that does not answer is no reason to send everybody away.
            let Ok((now, picture)) = self.api.0.picture().await else {
                self.shown.get_or_insert((None, Instant::now()));
                continue;
            };
            let known = self.shown.as_ref().and_then(|(known, _)| known.as_ref());
            // Whoever watches costs nothing while nothing changes: the board is not even written.
            if is_due || known.is_none_or(|known| !Arc::ptr_eq(known, &picture)) {
                let board = self.api.write(now, &picture);
                self.shown = Some((Some(picture), Instant::now()));
                return Some((board, self));
            }
        }
    }

    async fn is_admitted(&self) -> bool {
        let contacts = &self.api.0.0;
        let ctx = Ctx::anyone(&contacts.sources, &contacts.database);
        match &self.token {
            Some(token) => contacts.gate.may(token, "board:stream", ctx).await,
            None => false,
        }
    }
}
