//! Who belongs to a centre: invitations by mail, roles, and the list of its staff.

use serde_json::{Value, json};
use testkit::TestDatabase;

use crate::product::{
    Answer, Desk, Mailbox, PASSWORD, Product, Role, address, text, token_in, until,
};

async fn product(database: TestDatabase) -> Product {
    Product::start_with(database, Mailbox::configure).await
}

async fn administrator<'a>(product: &'a Product, name: &str) -> Desk<'a> {
    let centre = Some(product.vestland);
    product.hire(Role::CentreAdministrator, centre, name).await
}

fn of_vestland(product: &Product, tail: &str) -> String {
    format!("/centres/{}{tail}", product.vestland)
}

fn invitee(email: &str) -> Value {
    json!({
        "email": email, "name": "Kari Østby", "language": "nn", "roles": ["counsellor"],
        "alias": "Kari", "languages": ["nn", "en"], "capacity_units": 4, "channels": ["chat"],
        "works_from_home": true,
    })
}

async fn invite(desk: &Desk<'_>, body: &Value) -> Answer {
    desk.post(&of_vestland(desk.product, "/invitations"), body)
        .await
}

async fn accept(product: &Product, token: &str) -> Answer {
    let body = json!({"token": token, "name": "Kari Østby", "password": PASSWORD});
    let call = product.call("POST", "/auth/invitations/accept");
    call.json(&body).send().await
}

async fn show(product: &Product, token: &str) -> Answer {
    let call = product.call("POST", "/auth/invitations/show");
    call.json(&json!({ "token": token })).send().await
}

async fn log_in(product: &Product, email: &str) -> Value {
    let body = json!({"email": email, "password": PASSWORD, "bearer": true});
    let call = product.call("POST", "/auth/login").json(&body);
    call.send().await.expect(200)
}

testkit::on_both!(
    whoever_accepts_an_invitation_guides_as_it_says,
    async |database: TestDatabase| {
        let product = product(database).await;
        let (dina, mailbox) = (administrator(&product, "Dina").await, Mailbox::new());
        let email = address("kari");
        let sent = invite(&dina, &invitee(&email)).await.expect(201);
        assert_eq!(sent["state"], "waiting");
        let mail = mailbox.nth(&email, 1).await;
        assert_eq!(mail["subject"], "Invitasjon til Karriere Vestland");
        assert!(text(&mail, "html").contains("lang=\"nn\""), "{mail}");
        let token = token_in(&mail);
        assert!(text(&mail, "html").contains(&token));
        let shown = show(&product, &token).await.expect(200);
        assert_eq!(shown["centre_name"], "Karriere Vestland");
        assert_eq!(shown["login_exists"], false);
        let short = json!({"token": token, "name": "Kari", "password": "kort"});
        let call = product.call("POST", "/auth/invitations/accept");
        call.json(&short).send().await.problem("invalid");
        accept(&product, &token).await.expect(204);
        let me = log_in(&product, &email).await;
        assert_eq!(me["staff"]["alias"], "Kari");
        assert_eq!(me["roles"][0]["role"], "counsellor");
        let staff = dina.get(&of_vestland(&product, "/staff")).await.expect(200);
        assert_eq!(staff["items"][0]["channels"], json!(["chat"]));
        assert_eq!(staff["items"][0]["works_from_home"], true);
        // The link is used, and the invitation is off the list.
        accept(&product, &token).await.problem("not_found");
        let open = dina
            .get(&of_vestland(&product, "/invitations"))
            .await
            .expect(200);
        assert_eq!(open["items"], json!([]));
        let mut again = invitee(&email);
        again["email"] = email.to_uppercase().into();
        let refused = invite(&dina, &again).await.problem("invalid");
        assert_eq!(refused["errors"][0]["field"], "email");
    }
);

testkit::on_both!(
    a_link_is_good_once_and_for_a_week_and_until_it_is_sent_anew_or_taken_back,
    async |database: TestDatabase| {
        let product = product(database).await;
        let (dina, mailbox) = (administrator(&product, "Dina").await, Mailbox::new());
        let email = address("kari");
        let id = text(&invite(&dina, &invitee(&email)).await.expect(201), "id");
        let first = token_in(&mailbox.nth(&email, 1).await);
        let log = of_vestland(&product, "/audit-log");
        let entry = dina.get(&log).await.expect(200)["items"][0].clone();
        assert_eq!(
            (&entry["action"], &entry["target_name"]),
            (&json!("invitation:create"), &json!("Kari Østby"))
        );
        let path = of_vestland(&product, &format!("/invitations/{id}"));
        dina.post(&format!("{path}/resend"), &Value::Null)
            .await
            .expect(200);
        let second = token_in(&mailbox.nth(&email, 2).await);
        show(&product, &first).await.problem("not_found");
        show(&product, &second).await.expect(200);
        product.clock.advance(chrono::TimeDelta::days(7));
        show(&product, &second).await.problem("not_found");
        let me = log_in(&product, &dina.email).await;
        let dina = Desk {
            token: text(&me, "token"),
            ..dina
        };
        let listed = dina
            .get(&of_vestland(&product, "/invitations"))
            .await
            .expect(200);
        assert_eq!(listed["items"][0]["state"], "expired");
        dina.post(&format!("{path}/resend"), &Value::Null)
            .await
            .expect(200);
        let third = token_in(&mailbox.nth(&email, 3).await);
        show(&product, &third).await.expect(200);
        dina.call("DELETE", &path).send().await.expect(204);
        show(&product, &third).await.problem("not_found");
        accept(&product, &third).await.problem("not_found");
        dina.call("DELETE", &path).send().await.problem("not_found");
    }
);

testkit::on_both!(
    somebody_who_logs_in_elsewhere_joins_a_second_centre_with_the_same_log_in,
    async |database: TestDatabase| {
        let product = product(database).await;
        let (dina, mailbox) = (administrator(&product, "Dina").await, Mailbox::new());
        let email = address("kari");
        invite(&dina, &invitee(&email)).await.expect(201);
        accept(&product, &token_in(&mailbox.nth(&email, 1).await))
            .await
            .expect(204);
        let role = Role::CentreAdministrator;
        let egil = product.hire(role, Some(product.oslo), "Egil").await;
        let path = format!("/centres/{}/invitations", product.oslo);
        egil.post(&path, &invitee(&email)).await.expect(201);
        let token = token_in(&mailbox.nth(&email, 2).await);
        assert_eq!(
            show(&product, &token).await.expect(200)["login_exists"],
            true
        );
        accept(&product, &token).await.problem("login_exists");
        let link = json!({ "token": token });
        let join = product.call("POST", "/auth/invitations/join").json(&link);
        join.send().await.problem("unauthenticated");
        let kari = text(&log_in(&product, &email).await, "token");
        let join = product.call("POST", "/auth/invitations/join").json(&link);
        join.token(&kari).send().await.expect(204);
        let me = product
            .call("GET", "/me")
            .token(&kari)
            .send()
            .await
            .expect(200);
        let centres: Vec<_> = me["roles"].as_array().unwrap().iter().collect();
        assert_eq!(centres.len(), 2, "{me}");
    }
);

testkit::on_both!(
    a_centre_always_keeps_an_administrator,
    async |database: TestDatabase| {
        let product = product(database).await;
        let dina = administrator(&product, "Dina").await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let accounts = dina
            .get(&of_vestland(&product, "/accounts"))
            .await
            .expect(200);
        let account = |email: &str| {
            let items = accounts["items"].as_array().unwrap().iter();
            let one = items.clone().find(|one| one["email"] == email).unwrap();
            of_vestland(
                &product,
                &format!("/accounts/{}/roles", text(one, "account_id")),
            )
        };
        let (of_dina, of_anne) = (account(&dina.email), account(&anne.email));
        let put = async |desk: &Desk<'_>, path: &str, roles: &[&str]| {
            desk.call("PUT", path)
                .json(&json!({ "roles": roles }))
                .send()
                .await
        };
        let refused = put(&dina, &of_dina, &[]).await.problem("invalid");
        assert_eq!(refused["errors"][0]["field"], "roles");
        put(&dina, &of_dina, &["counsellor"])
            .await
            .problem("invalid");
        put(&dina, &of_anne, &["national_coordinator"])
            .await
            .problem("invalid");
        put(&dina, &of_anne, &[]).await.problem("invalid");
        // A counsellor raises nobody, themselves least.
        put(&anne, &of_anne, &["centre_administrator"])
            .await
            .problem("forbidden");
        put(&dina, &of_anne, &["counsellor", "centre_administrator"])
            .await
            .expect(200);
        until("the new role holds", async || {
            let answer = anne.get(&of_vestland(&product, "/accounts")).await;
            (answer.status == 200).then_some(())
        })
        .await;
        // Now one of two may go, and then is no administrator any more.
        put(&anne, &of_dina, &[]).await.expect(200);
        put(&dina, &of_anne, &["counsellor"])
            .await
            .problem("not_found");
    }
);

testkit::on_both!(
    a_list_with_one_fault_invites_nobody_and_without_one_everybody,
    async |database: TestDatabase| {
        let product = product(database).await;
        let (dina, mailbox) = (administrator(&product, "Dina").await, Mailbox::new());
        let (kari, ola) = (address("kari"), address("ola"));
        let path = of_vestland(&product, "/staff-list");
        let send = async |csv: &str, dry_run: bool| {
            let body = json!({"csv": csv, "language": "nb", "dry_run": dry_run});
            dina.post(&path, &body).await.expect(200)
        };
        let header = "e-post;navn;roller;språk;kapasitet";
        let faulty = format!(
            "{header}\n{kari};Kari Østby;counsellor;nb|se;4\n{kari};Kari;counsellor;nb;2\n\
             ola;Ola;boss;nb;2\n{ola};Ola Li;counsellor;nb;99\n"
        );
        for dry_run in [true, false] {
            let report = send(&faulty, dry_run).await;
            let found: Vec<_> = report["errors"].as_array().unwrap().iter().collect();
            let found = found
                .iter()
                .map(|one| (one["line"].as_u64().unwrap(), text(one, "column")));
            let expected = [(3, "email"), (4, "roles"), (5, "capacity_units")];
            let expected = expected.map(|(line, column)| (line, column.to_owned()));
            assert_eq!(found.collect::<Vec<_>>(), expected, "{report}");
            assert_eq!(report["applied"], false);
        }
        let good =
            format!("{header}\n{kari};Kari Østby;counsellor;nb|se;4\n{ola};Ola Li;counsellor;;\n");
        let report = send(&good, true).await;
        assert_eq!(report["errors"], json!([]), "{report}");
        assert_eq!(
            product.count("invitation").await,
            0,
            "a dry run writes nothing"
        );
        assert_eq!(send(&good, false).await["applied"], true);
        accept(&product, &token_in(&mailbox.nth(&kari, 1).await))
            .await
            .expect(204);
        mailbox.nth(&ola, 1).await;
        let outcomes = send(&good, false).await["lines"].clone();
        assert_eq!(outcomes[0]["outcome"], "member");
        assert_eq!(outcomes[1]["outcome"], "invited_before");
        let export = dina.get(&path).await;
        assert!(export.header("content-type").starts_with("text/csv"));
        assert!(
            export
                .text
                .contains(&format!("{kari};Kari Østby;counsellor;Kari;nb|se;")),
            "{}",
            export.text
        );
    }
);

testkit::on_both!(
    an_invitation_leaves_its_link_and_address_in_no_log_job_or_event,
    async |database: TestDatabase| {
        let product = product(database).await;
        let (dina, mailbox) = (administrator(&product, "Dina").await, Mailbox::new());
        let email = address("kari");
        invite(&dina, &invitee(&email)).await.expect(201);
        let token = token_in(&mailbox.nth(&email, 1).await);
        for (table, column) in [
            ("job", "payload"),
            ("outbox", "payload"),
            ("audit_entry", "new"),
            ("invitation", "membership"),
        ] {
            for row in product
                .rows(&format!("SELECT {column} AS value FROM {table}"))
                .await
            {
                let value: Option<String> = row.try_get("", "value").unwrap();
                let value = value.unwrap_or_default();
                assert!(!value.contains(&token), "{table}");
                assert!(!value.contains(&email), "{table}");
            }
        }
    }
);

testkit::on_both!(
    without_a_mail_server_nobody_is_invited_and_the_page_can_say_so,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let dina = administrator(&product, "Dina").await;
        let listed = dina
            .get(&of_vestland(&product, "/invitations"))
            .await
            .expect(200);
        assert_eq!(listed["mail_is_configured"], false);
        let email = address("kari");
        invite(&dina, &invitee(&email))
            .await
            .problem("mail_unavailable");
        assert_eq!(product.count("invitation").await, 0);
    }
);

testkit::on_both!(
    a_coordinator_brings_in_the_first_administrator_and_nobody_else,
    async |database: TestDatabase| {
        let product = product(database).await;
        let frida = product.hire(Role::NationalCoordinator, None, "Frida").await;
        let mailbox = Mailbox::new();
        let email = address("kari");
        let refused = invite(&frida, &invitee(&email)).await.problem("invalid");
        assert_eq!(refused["errors"][0]["field"], "roles");
        let mut administrator = invitee(&email);
        administrator["roles"] = json!(["centre_administrator"]);
        invite(&frida, &administrator).await.expect(201);
        let second = address("mona");
        administrator["email"] = json!(second);
        let second_id = invite(&frida, &administrator).await.expect(201)["id"].clone();
        let late = token_in(&mailbox.nth(&second, 1).await);
        accept(&product, &token_in(&mailbox.nth(&email, 1).await))
            .await
            .expect(204);
        accept(&product, &late).await.problem("not_found");
        let path = format!("/invitations/{}/resend", second_id.as_str().unwrap());
        let again = frida.post(&of_vestland(&product, &path), &json!({})).await;
        again.problem("invalid");
        assert_eq!(
            log_in(&product, &email).await["roles"][0]["role"],
            "centre_administrator"
        );
        // Now there is one: nobody from outside comes in any more.
        administrator["email"] = json!(address("lars"));
        let refused = invite(&frida, &administrator).await.problem("invalid");
        assert_eq!(refused["errors"][0]["field"], "roles");
    }
);
