//! What a process does while another one decides: it knows the colleagues, and passes on what it is told.

use kernel::{ContactId, StaffId};
use platform::{Event, Fault};
use routing::FullExplanation;

use super::actor::Actor;

impl Actor {
    /// Reads who is there.
    pub(super) async fn follow(&mut self) -> Result<(), Fault> {
        let tx = self.ctx().read().await?;
        let counsellors = centres::list_counsellors(&tx).await?;
        drop(tx);
        self.note_colleagues(&counsellors);
        self.stale = false;
        Ok(())
    }

    /// Reads how one counsellor stands.
    pub(super) async fn follow_counsellor(&self, id: StaffId) -> Result<(), Fault> {
        let tx = self.ctx().read().await?;
        let row = centres::find_counsellor(&tx, id).await?;
        drop(tx);
        match row {
            Some(row) => self.note_colleague(&row),
            None => {
                self.board.write(|figures| figures.colleagues.remove(&id));
            }
        }
        Ok(())
    }

    /// Judges as whoever decides would that has just taken office: refusals of this round are not known here.
    pub(super) async fn explain_from_afar(
        &self,
        id: ContactId,
    ) -> Result<Option<FullExplanation>, Fault> {
        let now = self.parts.sources.now();
        let standing = self.read_standing(now).await?;
        let (engine, _not_carried_out) = self.engine_of(standing.snapshot(), now);
        Ok(engine.explain(id))
    }

    /// Lets whoever decides know of a counsellor at once.
    pub(super) fn pass_on(&self, id: StaffId) {
        self.parts.bus.tell_others(Event {
            topic: "presence.changed".to_owned(),
            payload: serde_json::json!({ "staff_id": id }).to_string(),
        });
    }
}
