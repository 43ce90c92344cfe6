//! The operations over HTTP, without guard and shell.

use kernel::PresenceState;
use platform::Fault;
use poem::{
    EndpointExt, Route,
    http::StatusCode,
    test::{TestClient, TestResponse},
};
use poem_openapi::OpenApiService;
use serde_json::{Value, json};

use super::*;
use crate::{AgreementsApi, CentresApi, Directory, LedgerApi, ServiceCentresApi};

type Client = TestClient<poem::endpoint::BoxEndpoint<'static, poem::Response>>;

async fn client(world: &World, ctx: Ctx) -> Result<Client, Fault> {
    let directory = Directory::load(&world.database).await?;
    let apis = (
        AgreementsApi,
        CentresApi::new(directory.clone()),
        LedgerApi,
        ServiceCentresApi::new(directory),
    );
    let service = OpenApiService::new(apis, "centres", "0");
    Ok(TestClient::new(
        Route::new()
            .nest("/", service)
            .data(ctx)
            .map_to_response()
            .boxed(),
    ))
}

async fn body(response: TestResponse) -> Value {
    response.assert_status_is_ok();
    serde_json::from_str(&response.0.into_body().into_string().await.unwrap()).unwrap()
}

async fn get(client: &Client, path: &str) -> Value {
    body(client.get(path).send().await).await
}

fn as_staff(world: &World, centre: CentreId, staff: Option<StaffId>) -> Ctx {
    let account = world.system().new_id();
    let actor = Actor::Account { account, staff };
    world.system().acting(actor, Scope::Centre(centre))
}

const OF_A_CENTRE: &[&str] = &[
    "",
    "/sites",
    "/staff",
    "/opening-hours",
    "/exceptions",
    "/agreement",
    "/ledger",
    "/ledger/export",
    "/timesheets",
    "/timesheets/export",
    "/capacity",
];

testkit::on_both!(
    foreign_and_unknown_centres_are_answered_alike,
    async |database: TestDatabase| {
        let world = World::new(database);
        let own = world.centre(new_centre("46", "Karriere Vestland")).await;
        let foreign = world.centre(new_centre("03", "Karriere Oslo")).await;
        let unknown: CentreId = world.system().new_id();
        let client = client(&world, as_staff(&world, own, None)).await.unwrap();
        for part in OF_A_CENTRE {
            let own = client.get(format!("/centres/{own}{part}")).send().await;
            own.assert_status_is_ok();
            let mut answers = Vec::new();
            for id in [foreign, unknown] {
                let refused = client.get(format!("/centres/{id}{part}")).send().await;
                refused.assert_status(StatusCode::NOT_FOUND);
                let (head, body) = refused.0.into_parts();
                answers.push((head.headers, body.into_string().await.unwrap()));
            }
            assert_eq!(answers[0], answers[1], "{part}");
        }
        let names = get(&client, "/centres").await;
        assert_eq!(names["items"].as_array().unwrap().len(), 2);
        assert_eq!(
            names["items"][1],
            json!({"id": foreign.to_string(), "name": "Karriere Oslo", "county": "03", "open": true})
        );
    }
);

testkit::on_both!(
    staff_read_all_of_their_centre,
    async |database: TestDatabase| {
        let world = World::new(database);
        let own = world.centre(new_centre("46", "Karriere Vestland")).await;
        let staff = world.staff(own, 3).await;
        world.set(staff, PresenceState::Available).await;
        assert!(world.reserve(staff, 1).await);
        let client = client(&world, as_staff(&world, own, None)).await.unwrap();
        let part = async |part: &str| get(&client, &format!("/centres/{own}{part}")).await;
        assert_eq!(part("").await["time_zone"], "Europe/Oslo");
        assert_eq!(
            part("/opening-hours").await["items"],
            json!([
                {"queue": "national", "channel": "chat", "weekday": 1,
                 "opens": "09:00", "closes": "15:30"},
                {"queue": "local", "channel": "phone", "weekday": 1,
                 "opens": "12:00", "closes": "02:00", "closes_next_day": true},
            ])
        );
        assert_eq!(
            part("/staff").await["items"],
            json!([{"id": staff.to_string(), "alias": "Kari", "languages": ["nb", "en"],
                    "topics": ["education"], "channels": ["chat", "phone"],
                    "works_from_home": false, "state": "available",
                    "load_units": 1, "capacity_units": 3}])
        );
        let agreement = part("/agreement").await;
        assert_eq!(agreement["side"], "centre");
        let agreed = &agreement["items"][0];
        assert_eq!(
            [
                &agreed["channel"],
                &agreed["share"],
                &agreed["valid_from"],
                &agreed["state"]
            ],
            [
                &json!("chat"),
                &json!(50),
                &json!("2026-01-01"),
                &json!("accepted")
            ]
        );
        assert_eq!(
            part("/capacity").await,
            json!({"capacity_units": 3, "load_units": 1, "free_units": 2, "available": 1,
                   "away": 0, "wrap_up": 0, "offline": 0, "local_reserve": 1})
        );
        assert_eq!(part("/exceptions").await, json!({"items": []}));
        assert_eq!(
            get(&client, "/national/closed-days").await,
            json!({"items": []})
        );
    }
);

testkit::on_both!(
    counsellor_reads_and_sets_own_presence,
    async |database: TestDatabase| {
        let world = World::new(database);
        let own = world.centre(new_centre("46", "Karriere Vestland")).await;
        let staff = world.staff(own, 3).await;
        let client = client(&world, as_staff(&world, own, Some(staff)))
            .await
            .unwrap();
        assert_eq!(get(&client, "/me/presence").await["state"], "offline");
        let put = async |change: Value| client.put("/me/presence").body_json(&change).send().await;
        let set = body(put(json!({"state": "available"})).await).await;
        assert_eq!(
            set,
            json!({"state": "available", "since": "2026-11-23T09:00:00+00:00",
                   "load_units": 0, "capacity_units": 3})
        );
        assert_eq!(get(&client, "/me/presence").await, set);
        for refused in [
            json!({"state": "offline"}),
            json!({"state": "away", "x": 1}),
            json!({}),
        ] {
            put(refused).await.assert_status(StatusCode::BAD_REQUEST);
        }
        assert_eq!(get(&client, "/me/presence").await, set);
    }
);

testkit::on_both!(
    national_roles_have_no_presence,
    async |database: TestDatabase| {
        let world = World::new(database);
        let account = world.system().new_id();
        let actor = Actor::Account {
            account,
            staff: None,
        };
        let ctx = world.system().acting(actor, Scope::National);
        let client = client(&world, ctx).await.unwrap();
        let refused = client.get("/me/presence").send().await;
        refused.assert_status(StatusCode::FORBIDDEN);
    }
);

testkit::on_both!(
    anyone_pages_through_the_public_cards,
    async |database: TestDatabase| {
        let world = World::new(database);
        let mut ids = Vec::new();
        for county in ["46", "03", "11"] {
            world.clock.advance(chrono::TimeDelta::seconds(1));
            ids.push(world.centre(new_centre(county, "Karriere")).await);
        }
        let client = client(&world, world.ctx(Scope::Public)).await.unwrap();
        let first = get(&client, "/service/centres?limit=2").await;
        assert_eq!(first["items"].as_array().unwrap().len(), 2);
        assert_eq!(first["next"], ids[1].to_string());
        let path = format!("/service/centres?limit=2&after={}", ids[1]);
        let last = get(&client, &path).await;
        assert_eq!(last["items"][0]["id"], ids[2].to_string());
        assert!(last.get("next").is_none());
        let all = get(&client, "/service/centres").await;
        assert_eq!(all["items"].as_array().unwrap().len(), 3);
        for limit in [0, 101] {
            let refused = client.get(format!("/service/centres?limit={limit}"));
            refused
                .send()
                .await
                .assert_status(StatusCode::UNPROCESSABLE_ENTITY);
        }
        let card = get(&client, &format!("/service/centres/{}", ids[0])).await;
        assert_eq!(card, first["items"][0]);
        assert_eq!(card["open"], true);
        assert_eq!(card["why"], "open");
        assert_eq!(card["closes_at"], "2026-11-24T01:00:00+00:00");
        assert!(card.get("next_opening").is_none() && card.get("region").is_none());
        let unknown: CentreId = world.system().new_id();
        let refused = client.get(format!("/service/centres/{unknown}"));
        refused.send().await.assert_status(StatusCode::NOT_FOUND);
    }
);
