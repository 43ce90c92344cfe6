//! The snapshot in memory.

use std::time::Duration;

use chrono::TimeDelta;
use kernel::Instant;
use platform::{Bus, Event, LocalBus, Tasks};

use super::*;
use crate::{
    DatedException, Directory, NewClosedDay, NewException, Replacement, Texts, Why,
    create_closed_day, create_exception, module,
};

fn oslo(day: u32, clock: &str) -> Instant {
    let time = clock.parse().unwrap();
    let local = date(2026, 11, day).and_time(time);
    local.and_local_timezone(DEFAULT_ZONE).unwrap().to_utc()
}

testkit::on_both!(
    directory_knows_every_centre_with_all_that_hardly_changes,
    async |database: TestDatabase| {
        let world = World::new(database);
        let vestland = world.centre(new_centre("46", "Karriere Vestland")).await;
        world.clock.advance(TimeDelta::seconds(1));
        let oslo_centre = world.centre(new_centre("03", "Karriere Oslo")).await;
        let directory = Directory::load(&world.database).await.unwrap();
        let centres = directory.centres();
        let ids: Vec<_> = centres.iter().map(|entry| entry.id).collect();
        assert_eq!(ids, [vestland, oslo_centre]);
        let entry = directory.centre(vestland).unwrap();
        assert_eq!(entry.name, "Karriere Vestland");
        assert_eq!(entry.region, "vest");
        assert_eq!(entry.local_reserve, 1);
        assert_eq!(entry.sites.len(), 1);
        assert_eq!(entry.hours.week_from(date(2026, 11, 23)).len(), 2);
        let of_county = |number: &str| directory.by_county(number.parse().unwrap());
        assert_eq!(of_county("03").map(|entry| entry.id), Some(oslo_centre));
        assert!(of_county("11").is_none());
        assert!(directory.centre(world.system().new_id()).is_none());
    }
);

testkit::on_both!(
    national_queue_is_open_only_by_centres_with_an_agreement_in_force,
    async |database: TestDatabase| {
        let world = World::new(database);
        let now = testkit::working_day();
        let mut idle = new_centre("46", "Karriere Vestland");
        idle.agreements[0].share = 0;
        let idle = world.centre(idle).await;
        let directory = Directory::load(&world.database).await.unwrap();
        let answer = directory.national_answer(Channel::Chat, now);
        assert_eq!((answer.open, answer.why), (false, Why::NoCentre));
        assert_eq!(directory.agreement_in_force(idle, Channel::Chat, now), None);

        let mut ending = new_centre("03", "Karriere Oslo");
        ending.agreements[0].valid_until = Some(date(2026, 11, 23));
        let ending = world.centre(ending).await;
        directory.refresh(&world.database).await.unwrap();
        let share = |at| directory.agreement_in_force(ending, Channel::Chat, at);
        let answer = directory.national_answer(Channel::Chat, now);
        assert!(answer.open);
        assert_eq!(answer.closes_at, Some(oslo(23, "15:30:00")));
        // The last date of an agreement ends at midnight in Oslo, 23:00 in UTC.
        assert_eq!(share(oslo(23, "23:59:59")), Some(50));
        assert_eq!(share(oslo(24, "00:00:00")), None);
        let answer = directory.national_answer(Channel::Phone, now);
        assert_eq!((answer.open, answer.why), (false, Why::NoCentre));
    }
);

testkit::on_both!(
    exceptions_and_closed_days_reach_the_answers,
    async |database: TestDatabase| {
        let world = World::new(database);
        let now = testkit::working_day();
        let centre_id = world.centre(new_centre("46", "Karriere Vestland")).await;
        let directory = Directory::load(&world.database).await.unwrap();
        let answer = |queue, channel| directory.centre_answer(centre_id, queue, channel, now);
        let national = || answer(QueueKind::National, Channel::Chat).unwrap();
        assert!(national().open);
        let ctx = world.ctx(Scope::National);
        let tx = ctx.write().await.unwrap();
        let name: Texts = [(Language::Nb, "fridag")].into_iter().collect();
        let day = NewClosedDay {
            day: date(2026, 11, 23),
            names: vec![name.clone()],
        };
        create_closed_day(&ctx, &tx, day).await.unwrap();
        let new = NewException {
            centre_id,
            exception: DatedException {
                date: date(2026, 11, 23),
                queue: Some(QueueKind::Local),
                channel: None,
                replacement: Replacement::Closed,
                text: [(Language::Nn, "kurs")].into_iter().collect(),
            },
        };
        create_exception(&ctx, &tx, new).await.unwrap();
        tx.commit().await.unwrap();
        assert!(national().open, "the snapshot stays until it is refreshed");
        directory.refresh(&world.database).await.unwrap();
        assert_eq!(national().why, Why::ClosedDay { names: vec![name] });
        let local = answer(QueueKind::Local, Channel::Phone).unwrap();
        assert_eq!(local.why.reason(Language::Nb).as_deref(), Some("kurs"));
        assert!(directory.closed_days().names(date(2026, 11, 23)).is_some());
        let stranger = world.system().new_id();
        let nobody = directory.centre_answer(stranger, QueueKind::Local, Channel::Chat, now);
        assert!(nobody.is_none());
    }
);

testkit::on_both!(
    card_is_open_while_any_channel_of_any_queue_is,
    async |database: TestDatabase| {
        let world = World::new(database);
        let centre = world.centre(new_centre("46", "Karriere Vestland")).await;
        let directory = Directory::load(&world.database).await.unwrap();
        let answer = |at| directory.card_answer(centre, at).unwrap();
        let before = answer(oslo(23, "08:59:59"));
        assert_eq!((before.open, before.why), (false, Why::OutsideHours));
        assert_eq!(before.next_opening, Some(oslo(23, "09:00:00")));
        // Chat until 15:30 and phone from noon past midnight make one opening.
        for at in [
            oslo(23, "09:00:00"),
            oslo(23, "20:00:00"),
            oslo(24, "01:59:59"),
        ] {
            assert!(answer(at).open);
            assert_eq!(answer(at).closes_at, Some(oslo(24, "02:00:00")));
        }
        let after = answer(oslo(24, "02:00:00"));
        assert!(!after.open);
        assert_eq!(after.next_opening, Some(oslo(30, "09:00:00")));
        assert!(
            directory
                .card_answer(world.system().new_id(), after.next_opening.unwrap())
                .is_none()
        );
    }
);

testkit::on_both!(
    inactive_centres_leave_the_directory,
    async |database: TestDatabase| {
        use sea_orm::ConnectionTrait;
        let world = World::new(database);
        let centre = world.centre(new_centre("46", "Karriere Vestland")).await;
        let directory = Directory::load(&world.database).await.unwrap();
        let tx = world.write(Scope::System).await;
        tx.execute_unprepared("UPDATE centre SET active = FALSE")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        directory.refresh(&world.database).await.unwrap();
        assert!(directory.centre(centre).is_none());
        assert!(directory.centres().is_empty());
    }
);

/// Waits until the directory holds as many centres.
async fn until_known(directory: &Directory, centres: usize) {
    let known = async {
        while directory.centres().len() != centres {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), known)
        .await
        .unwrap();
}

testkit::on_both!(
    directory_follows_the_events_of_the_bus_until_shutdown,
    async |database: TestDatabase| {
        let world = World::new(database);
        let (tasks, bus) = (Tasks::default(), LocalBus::default());
        let directory = Directory::load(&world.database).await.unwrap();
        world.centre(new_centre("46", "Karriere Vestland")).await;
        module(&tasks, &world.database, &bus, &directory);
        // What changed between loading and subscribing is found without an event.
        until_known(&directory, 1).await;
        for (count, county) in [(2, "03"), (3, "11")] {
            world.centre(new_centre(county, "Karriere")).await;
            let event = Event {
                topic: "centre.changed".to_owned(),
                payload: "{}".to_owned(),
            };
            bus.publish(event).await.unwrap();
            until_known(&directory, count).await;
        }
        tasks.stop();
        assert!(tasks.wait(Duration::from_secs(10)).await);
    }
);
