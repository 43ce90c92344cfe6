//! Centres, staff, closed days, exceptions, partners.

use super::*;
use crate::{
    ChangeError, ClosedDayError, CreateCentreError, CreatePartnerError, CreateStaffError,
    DatedException, NewClosedDay, NewException, Partner, Replacement, Texts, create_closed_day,
    create_exception, create_partner, find_counsellor, find_partner, list_counsellors, store,
};
use kernel::PresenceState;

fn christmas_eve() -> DatedException {
    DatedException {
        date: date(2026, 12, 24),
        queue: None,
        channel: Some(Channel::Phone),
        replacement: Replacement::Open(vec![
            Span::from_clock("09:00", "11:30").unwrap(),
            Span::from_clock("22:00", "01:00").unwrap(),
        ]),
        text: [(Language::Nb, "julaften"), (Language::Se, "juovlaeahket")]
            .into_iter()
            .collect(),
    }
}

testkit::on_both!(
    centre_reads_back_as_it_was_created,
    async |database: TestDatabase| {
        let world = World::new(database);
        let new = new_centre("46", "Karriere Vestland");
        let id = world.centre(new.clone()).await;
        let tx = world.read(Scope::Centre(id)).await;
        let centre = store::find_centre(&tx, id).await.unwrap().unwrap();
        assert_eq!(centre.name, "Karriere Vestland");
        assert_eq!(centre.county.as_str(), "46");
        assert_eq!(centre.languages, [Language::Nn, Language::Nb]);
        assert_eq!(centre.time_zone, DEFAULT_ZONE);
        assert_eq!(centre.local_reserve, 1);
        assert_eq!(centre.created_at, testkit::working_day());
        let sites = store::list_sites(&tx, Some(id)).await.unwrap();
        assert_eq!(sites.len(), 1);
        assert_eq!(sites[0].1.postal_place, "5003 Bergen");
        let agreements = store::list_terms(&tx, Some(id)).await.unwrap();
        assert_eq!(agreements, [(id, new.agreements[0].clone())]);
        let week = store::list_intervals(&tx, Some(id)).await.unwrap();
        let week: Vec<_> = week.into_iter().map(|(_, interval)| interval).collect();
        assert_eq!(week.len(), new.intervals.len());
        assert!(new.intervals.iter().all(|given| week.contains(given)));
        let payload = format!(r#"{{"centre_id":"{id}"}}"#);
        assert_eq!(
            world.events().await,
            [("centre.changed".to_owned(), payload)]
        );
    }
);

testkit::on_both!(
    only_the_national_layer_creates_centres_closed_days_and_partners,
    async |database: TestDatabase| {
        let world = World::new(database);
        let own = world.centre(new_centre("46", "Karriere Vestland")).await;
        for scope in [Scope::Centre(own), Scope::Public] {
            let ctx = world.ctx(scope);
            let tx = ctx.write().await.unwrap();
            let centre = create_centre(&ctx, &tx, new_centre("03", "Karriere Oslo")).await;
            assert!(matches!(centre, Err(CreateCentreError::NotNational)));
            let day = NewClosedDay {
                day: date(2026, 12, 25),
                names: vec![[(Language::Nb, "jul")].into_iter().collect()],
            };
            let closed = create_closed_day(&ctx, &tx, day).await;
            assert!(matches!(closed, Err(ClosedDayError::NotNational)));
            let partner = create_partner(&ctx, &tx, "Nav", "nav").await;
            assert!(matches!(partner, Err(CreatePartnerError::NotNational)));
        }
    }
);

testkit::on_both!(
    new_member_of_staff_is_offline_and_without_load,
    async |database: TestDatabase| {
        let world = World::new(database);
        let centre = world.centre(new_centre("46", "Karriere Vestland")).await;
        let staff = world.staff(centre, 3).await;
        let tx = world.read(Scope::Centre(centre)).await;
        let counsellor = find_counsellor(&tx, staff).await.unwrap().unwrap();
        assert_eq!(counsellor.alias, "Kari");
        assert_eq!(counsellor.centre_id, centre);
        assert_eq!(counsellor.languages, [Language::Nb, Language::En]);
        assert_eq!(counsellor.topics, ["education"]);
        assert_eq!(counsellor.state, PresenceState::Offline);
        assert_eq!((counsellor.load_units, counsellor.capacity_units), (0, 3));
        assert_eq!(counsellor.since, testkit::working_day());
        assert_eq!(list_counsellors(&tx).await.unwrap(), [counsellor]);
    }
);

testkit::on_both!(
    account_is_a_member_of_a_centre_only_once,
    async |database: TestDatabase| {
        let world = World::new(database);
        let centre = world.centre(new_centre("46", "Karriere Vestland")).await;
        let other = world.centre(new_centre("03", "Karriere Oslo")).await;
        let ctx = world.system();
        let account = ctx.new_id();
        let tx = ctx.write().await.unwrap();
        for centre in [centre, other] {
            create_staff(&ctx, &tx, new_staff(centre, account, 3))
                .await
                .unwrap();
        }
        let again = create_staff(&ctx, &tx, new_staff(centre, account, 3)).await;
        assert!(matches!(again, Err(CreateStaffError::AlreadyMember)));
    }
);

testkit::on_both!(
    foreign_and_unknown_centres_get_neither_staff_nor_exceptions,
    async |database: TestDatabase| {
        let world = World::new(database);
        let own = world.centre(new_centre("46", "Karriere Vestland")).await;
        let foreign = world.centre(new_centre("03", "Karriere Oslo")).await;
        let ctx = world.ctx(Scope::Centre(own));
        let tx = ctx.write().await.unwrap();
        for centre_id in [foreign, ctx.new_id()] {
            let staff = create_staff(&ctx, &tx, new_staff(centre_id, ctx.new_id(), 3)).await;
            assert!(matches!(staff, Err(CreateStaffError::CentreNotFound)));
            let new = NewException {
                centre_id,
                exception: christmas_eve(),
            };
            let exception = create_exception(&ctx, &tx, new).await;
            assert!(matches!(exception, Err(ChangeError::NotFound)));
        }
    }
);

testkit::on_both!(
    exception_reads_back_open_and_closed,
    async |database: TestDatabase| {
        let world = World::new(database);
        let centre_id = world.centre(new_centre("46", "Karriere Vestland")).await;
        let open = christmas_eve();
        let closed = DatedException {
            date: date(2026, 12, 31),
            queue: Some(QueueKind::National),
            channel: None,
            replacement: Replacement::Closed,
            text: Texts::default(),
        };
        let ctx = world.ctx(Scope::Centre(centre_id));
        let tx = ctx.write().await.unwrap();
        for exception in [closed.clone(), open.clone()] {
            let new = NewException {
                centre_id,
                exception,
            };
            create_exception(&ctx, &tx, new).await.unwrap();
        }
        let read = store::list_exceptions(&tx, None).await.unwrap();
        let read = read
            .into_iter()
            .map(|(centre, (_id, exception))| (centre, exception));
        let read: Vec<_> = read.collect();
        assert_eq!(read, [(centre_id, open), (centre_id, closed)]);
    }
);

testkit::on_both!(
    closed_day_keeps_both_names_and_can_be_renamed,
    async |database: TestDatabase| {
        let world = World::new(database);
        let day = date(2027, 5, 17);
        let name = |text: &str| [(Language::Nb, text)].into_iter().collect::<Texts>();
        let both = vec![name("Grunnlovsdagen"), name("Andre pinsedag")];
        let ctx = world.ctx(Scope::National);
        let tx = ctx.write().await.unwrap();
        for names in [vec![name("fri")], both.clone()] {
            let new = NewClosedDay { day, names };
            create_closed_day(&ctx, &tx, new).await.unwrap();
        }
        let nameless = NewClosedDay {
            day,
            names: vec![Texts::default()],
        };
        let refused = create_closed_day(&ctx, &tx, nameless).await;
        assert!(matches!(refused, Err(ClosedDayError::Nameless)));
        tx.commit().await.unwrap();
        let tx = world.read(Scope::Public).await;
        let days = store::list_closed_days(&tx).await.unwrap();
        assert_eq!(days.iter().collect::<Vec<_>>(), [(day, both.as_slice())]);
        let event = ("closed_day.changed", r#"{"day":"2027-05-17"}"#);
        let event = (event.0.to_owned(), event.1.to_owned());
        assert_eq!(world.events().await, [event.clone(), event]);
    }
);

testkit::on_both!(
    partner_is_found_by_its_entry_point_in_any_scope,
    async |database: TestDatabase| {
        let world = World::new(database);
        let ctx = world.ctx(Scope::National);
        let tx = ctx.write().await.unwrap();
        let nav = create_partner(&ctx, &tx, "Nav", "nav").await.unwrap();
        tx.commit().await.unwrap();
        let tx = ctx.write().await.unwrap();
        let taken = create_partner(&ctx, &tx, "Nav Vest", "nav").await;
        assert!(matches!(taken, Err(CreatePartnerError::EntryPointTaken)));
        drop(tx);
        let tx = world.read(Scope::Public).await;
        assert_eq!(
            find_partner(&tx, "nav").await.unwrap(),
            Some(Partner {
                name: "Nav".to_owned(),
                entry_point: "nav".to_owned()
            })
        );
        assert_eq!(nav.entry_point, "nav");
        assert_eq!(find_partner(&tx, "NAV").await.unwrap(), None);
    }
);
