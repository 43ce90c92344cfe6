//! Centres, staff and seekers.

use access::{NewAccount, NewRole};
use centres::{NewCentre, NewSite, NewStaff, Span, Terms, WeeklyInterval};
use chrono::{NaiveDate, Weekday};
use kernel::{CentreId, Channel, Language, QueueKind, StaffId};
use platform::{Ctx, Pii, Secret};
use serde_json::{Value, json};

pub(crate) use kernel::Role;

use super::{Answer, Call, Line, Product, line::client_id, until};

/// Everybody's password.
pub(crate) const PASSWORD: &str = "til utprøving 2026";

const WEEK: [Weekday; 5] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
];

/// Vestland, Rogaland, Oslo.
pub(super) async fn centres(ctx: &Ctx) -> [CentreId; 3] {
    use Language::{En, Nb, Nn, Se};
    let tx = ctx.write().await.unwrap();
    let mut ids = Vec::new();
    for (county, name, region, languages) in [
        ("46", "Karriere Vestland", "vest", vec![Nb, Nn, Se, En]),
        ("11", "Karriere Rogaland", "vest", vec![Nb, Nn, En]),
        ("03", "Karriere Oslo", "øst", vec![Nb, En]),
    ] {
        let interval = |weekday| WeeklyInterval {
            queue: QueueKind::National,
            channel: Channel::Chat,
            weekday,
            span: Span::from_clock("08:00", "20:00").unwrap(),
            valid_from: None,
            valid_until: None,
        };
        let new = NewCentre {
            county: county.parse().unwrap(),
            name: name.to_owned(),
            region: region.to_owned(),
            languages,
            time_zone: centres::DEFAULT_ZONE,
            local_reserve: 0,
            sites: vec![NewSite {
                name: name.to_owned(),
                address: "Storgata 1".to_owned(),
                postal_place: "0001 Stedet".to_owned(),
                ..NewSite::default()
            }],
            intervals: WEEK.into_iter().map(interval).collect(),
            agreements: vec![Terms {
                channel: Channel::Chat,
                share: 100,
                weekly_minutes: None,
                valid_from: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
                valid_until: None,
            }],
        };
        ids.push(centres::create_centre(ctx, &tx, new).await.unwrap());
    }
    tx.commit().await.unwrap();
    ids.try_into().unwrap()
}

/// Somebody logged in.
pub(crate) struct Desk<'a> {
    pub(crate) product: &'a Product,
    pub(crate) token: String,
    pub(crate) email: String,
    /// None but for counsellors.
    pub(crate) staff: Option<StaffId>,
    pub(crate) alias: String,
}

impl Product {
    /// A counsellor who guides in the centre's languages and can carry two chats, logged in.
    pub(crate) async fn counsellor(&self, centre: CentreId, alias: &str) -> Desk<'_> {
        self.hire(Role::Counsellor, Some(centre), alias).await
    }

    /// Somebody with a role, logged in.
    pub(crate) async fn hire(&self, role: Role, centre: Option<CentreId>, alias: &str) -> Desk<'_> {
        let email = format!("{}@veiviser.example", alias.to_lowercase());
        let staff = self.employ(role, centre, alias, &email).await;
        let body = json!({"email": email, "password": PASSWORD, "bearer": true});
        let me = self.call("POST", "/auth/login").json(&body).send().await;
        let me = me.expect(200);
        Desk {
            product: self,
            token: me["token"].as_str().unwrap().to_owned(),
            email,
            staff,
            alias: alias.to_owned(),
        }
    }

    async fn employ(
        &self,
        role: Role,
        centre: Option<CentreId>,
        alias: &str,
        email: &str,
    ) -> Option<StaffId> {
        let ctx = self.ctx();
        let tx = ctx.write().await.unwrap();
        let account = NewAccount {
            email: Pii::new(email.to_owned()),
            name: Pii::new(format!("{alias} Etternavn")),
            password: Secret::new(PASSWORD.to_owned()),
        };
        let account = access::create_account(&ctx, &tx, account).await.unwrap();
        let mut staff = None;
        if role == Role::Counsellor {
            let new = NewStaff {
                centre_id: centre.unwrap(),
                account_id: account,
                alias: alias.to_owned(),
                languages: Language::ALL.to_vec(),
                topics: vec!["education".to_owned(), "work".to_owned()],
                capacity_units: 2,
            };
            staff = Some(centres::create_staff(&ctx, &tx, new).await.unwrap());
        }
        let role = NewRole {
            account,
            role,
            centre,
            staff,
        };
        access::assign_role(&ctx, &tx, role).await.unwrap();
        tx.commit().await.unwrap();
        staff
    }

    /// A seeker from a county who starts a conversation in bokmål.
    pub(crate) async fn seeker(&self, county: &str) -> Seeker<'_> {
        let body = json!({"language": "nb", "county": county, "consent": true});
        self.seeker_by(&body).await
    }

    /// Nobody joins the queue at the very moment somebody else did.
    pub(crate) async fn seeker_by(&self, body: &Value) -> Seeker<'_> {
        self.clock.advance(chrono::TimeDelta::milliseconds(1));
        let answer = self.call("POST", "/conversations").json(body).send().await;
        Seeker::of(self, &answer.expect(201))
    }
}

impl Desk<'_> {
    pub(crate) fn call(&self, method: &str, path: &str) -> Call {
        self.product.call(method, path).token(&self.token)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call("GET", path).send().await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call("POST", path).json(body).send().await
    }

    pub(crate) async fn set_presence(&self, state: &str) {
        let body = json!({"state": state});
        let answer = self.call("PUT", "/me/presence").json(&body).send().await;
        assert_eq!(answer.expect(200)["state"], state);
    }

    /// Waits for an offer and returns it.
    pub(crate) async fn offer(&self) -> Value {
        until("an offer", async || {
            let desk = self.get("/desk").await.expect(200);
            desk["offers"].get(0).cloned()
        })
        .await
    }

    /// Waits for an offer and accepts it; returns the contact's id.
    pub(crate) async fn accept(&self) -> String {
        let offer = self.offer().await;
        let path = format!("/offers/{}/accept", text(&offer, "id"));
        let contact = self.post(&path, &json!({})).await.expect(200);
        text(&contact, "id")
    }

    /// Opens the desk's stream and takes the welcome.
    pub(crate) async fn stream(&self) -> Line {
        self.stream_after(json!({})).await.0
    }

    /// Opens the desk's stream; returns it with the welcome.
    pub(crate) async fn stream_after(&self, after: Value) -> (Line, Value) {
        let mut line = Line::open(self.product, "/desk/stream").await;
        line.say(json!({"type": "hello", "token": self.token, "after": after}))
            .await;
        let welcome = line.hear("welcome").await;
        (line, welcome)
    }
}

/// Somebody anonymous.
pub(crate) struct Seeker<'a> {
    pub(crate) product: &'a Product,
    pub(crate) id: String,
    pub(crate) token: String,
    pub(crate) resume_code: String,
}

impl<'a> Seeker<'a> {
    /// From the answer to a start or a resumption.
    pub(crate) fn of(product: &'a Product, started: &Value) -> Self {
        Self {
            product,
            id: text(started, "id"),
            token: text(started, "token"),
            resume_code: text(started, "resume_code"),
        }
    }

    /// A request below the conversation's path.
    pub(crate) fn call(&self, method: &str, tail: &str) -> Call {
        let path = format!("/conversations/{}{tail}", self.id);
        self.product.call(method, &path).token(&self.token)
    }

    pub(crate) async fn get(&self, tail: &str) -> Answer {
        self.call("GET", tail).send().await
    }

    /// Writes a message.
    pub(crate) async fn write(&self, body: &str) -> Answer {
        self.write_as(&client_id(), body).await
    }

    /// Writes a message under a client id.
    pub(crate) async fn write_as(&self, client_id: &str, body: &str) -> Answer {
        let body = json!({"client_id": client_id, "body": body});
        self.call("POST", "/messages").json(&body).send().await
    }

    /// Opens the stream and takes the welcome.
    pub(crate) async fn stream(&self) -> Line {
        self.stream_after(0).await.0
    }

    /// Opens the stream after a sequence number; returns it with the welcome.
    pub(crate) async fn stream_after(&self, after: i64) -> (Line, Value) {
        let path = format!("/conversations/{}/stream", self.id);
        let mut line = Line::open(self.product, &path).await;
        line.say(json!({"type": "hello", "token": self.token, "after": after}))
            .await;
        let welcome = line.hear("welcome").await;
        (line, welcome)
    }
}

/// A text member.
#[track_caller]
pub(crate) fn text(body: &Value, name: &str) -> String {
    body[name]
        .as_str()
        .unwrap_or_else(|| panic!("no {name} in {body}"))
        .to_owned()
}
