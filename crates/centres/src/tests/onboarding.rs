//! Centres that stop and come back, days cut short, and the days of all.

use kernel::PresenceState;

use super::*;
use crate::{
    ChangeError, Directory, NewClosedDay, Texts,
    app::{
        self, EarlyClose, archive_centre, close_early, fill_closed_days, hold_centre,
        reactivate_centre, set_closed_day,
    },
    domain::hours::{DatedException, Replacement},
    find_counsellor, store,
};

impl World {
    async fn archive(&self, centre: CentreId) {
        let ctx = self.ctx(Scope::National);
        let tx = ctx.write().await.unwrap();
        let held = hold_centre(&tx, centre).await.unwrap();
        archive_centre(&ctx, &tx, held).await.unwrap();
        tx.commit().await.unwrap();
    }
}

testkit::on_both!(
    an_archived_centres_staff_are_gone_until_it_is_taken_back,
    async |database: TestDatabase| {
        let world = World::new(database);
        let centre = world.centre(new_centre("46", "Karriere Vestland")).await;
        let staff = world.staff(centre, 3).await;
        world.set(staff, PresenceState::Available).await;
        world.archive(centre).await;
        // Twice is no error, and no second deed.
        world.archive(centre).await;
        let directory = Directory::load(&world.database).await.unwrap();
        assert!(directory.centre(centre).is_none() && directory.is_archived(centre));
        let tx = world.read(Scope::System).await;
        assert_eq!(find_counsellor(&tx, staff).await.unwrap(), None);
        assert_eq!(store::list_staff(&tx, centre).await.unwrap().len(), 1);
        drop(tx);
        let topics: Vec<_> = world.events().await;
        let left = topics
            .iter()
            .filter(|(topic, _)| topic == "presence.changed");
        assert!(left.count() >= 1);

        let ctx = world.ctx(Scope::National);
        let tx = ctx.write().await.unwrap();
        let held = hold_centre(&tx, centre).await.unwrap();
        reactivate_centre(&ctx, &tx, held).await.unwrap();
        tx.commit().await.unwrap();
        let tx = world.read(Scope::System).await;
        let back = find_counsellor(&tx, staff).await.unwrap().unwrap();
        assert_eq!(back.state, PresenceState::Offline);
    }
);

testkit::on_both!(
    a_centre_archives_nobody_and_closes_no_days_of_all,
    async |database: TestDatabase| {
        let world = World::new(database);
        let centre = world.centre(new_centre("46", "Karriere Vestland")).await;
        let ctx = world.ctx(Scope::Centre(centre));
        let tx = ctx.write().await.unwrap();
        let held = hold_centre(&tx, centre).await.unwrap();
        let refused = archive_centre(&ctx, &tx, held).await;
        assert!(matches!(refused, Err(ChangeError::NotFound)));
        let refused = fill_closed_days(&ctx, &tx, 2027).await;
        assert!(matches!(refused, Err(ChangeError::NotFound)));
        let new = NewClosedDay {
            day: date(2027, 1, 2),
            names: vec![Texts::from_iter([(Language::Nb, "Fri")])],
        };
        let refused = set_closed_day(&ctx, &tx, new).await;
        assert!(matches!(refused, Err(ChangeError::NotFound)));
    }
);

testkit::on_both!(
    a_day_is_cut_short_for_the_channels_chosen_only,
    async |database: TestDatabase| {
        let world = World::new(database);
        let centre = world.centre(new_centre("46", "Karriere Vestland")).await;
        let ctx = world.ctx(Scope::Centre(centre));
        let tx = ctx.write().await.unwrap();
        let held = hold_centre(&tx, centre).await.unwrap();
        let close = EarlyClose {
            ends: Some(13 * 60),
            queue: None,
            channels: vec![Channel::Phone, Channel::Chat, Channel::Phone],
            text: Texts::from_iter([(Language::Nb, "Møte")]),
        };
        let added = close_early(&ctx, &tx, &held, close).await.unwrap();
        let channels: Vec<_> = added.iter().map(|(_, one)| one.channel).collect();
        assert_eq!(channels, [Some(Channel::Chat), Some(Channel::Phone)]);
        let hours = app::hours_of(&tx, &held).await.unwrap();
        let closed_days = store::list_closed_days(&tx).await.unwrap();
        let answer = |queue, channel| hours.answer(&closed_days, queue, channel, ctx.now);
        let noon = testkit::working_day() + chrono::TimeDelta::hours(3);
        let chat = answer(QueueKind::National, Channel::Chat);
        assert_eq!(chat.closes_at, Some(noon));
        let night = hours.runs_beyond(
            &closed_days,
            (QueueKind::Local, Channel::Phone),
            date(2026, 11, 23),
            13 * 60,
        );
        assert!(!night);
        // The row reads back as it was written.
        let (id, written) = &added[0];
        let read = store::find_exception(&tx, centre, *id).await.unwrap();
        assert_eq!(read.as_ref(), Some(written));
        let expected = DatedException {
            replacement: Replacement::Early(780),
            ..written.clone()
        };
        assert_eq!(*written, expected);
    }
);
