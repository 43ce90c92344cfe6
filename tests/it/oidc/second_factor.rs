//! Providers, and the second factors of the accounts.

use super::*;

const BACK: &str = "/desk/centre#second_step=";

/// A counsellor of Vestland whose identity is linked and who has added an authenticator app since.
struct Careful<'a> {
    desk: Desk<'a>,
    person: Person<'a>,
    recovery_codes: Vec<String>,
}

impl<'a> Careful<'a> {
    async fn join(stage: &'a Stage, name: &str) -> Self {
        let vestland = stage.product.vestland;
        let desk = stage.product.counsellor(vestland, name).await;
        let mut person = stage.person();
        person.log_in_by_password(&desk.email).await;
        let location = person.link(&stage.id, name).await;
        assert_eq!(location, "/desk/account?linked=1");
        person.log_out().await;
        let recovery_codes = desk.add_authenticator().await;
        Self {
            desk,
            person,
            recovery_codes,
        }
    }

    /// The way by the provider, as far as the second step; returns the token of that.
    async fn arrive(&mut self, provider: &str) -> String {
        let name = self.desk.alias.clone();
        let location = self.person.log_in(provider, &name).await;
        let Some(said) = location.strip_prefix(BACK) else {
            panic!("{location}");
        };
        let (token, rest) = said.split_once('&').unwrap();
        assert_eq!(rest, "methods=totp.recovery_code&expires_in=300");
        self.person.me().await.problem("unauthenticated");
        token.to_owned()
    }

    async fn second_step(&mut self, token: &str, code: &str) -> Answer {
        let body = json!({"token": token, "recovery_code": code});
        let call = self.person.call("POST", "/auth/second-factor").json(&body);
        self.person.send(call).await
    }

    fn draw_code(&mut self) -> String {
        self.recovery_codes.pop().unwrap()
    }
}

async fn demand_second_factor(stage: &Stage) {
    let vestland = stage.product.vestland;
    let dina = stage.administrator(vestland).await;
    let call = dina.call("PUT", &format!("/centres/{vestland}/login"));
    let call = call.header("if-match", "*");
    let call = call.json(&json!({"second_factor": true}));
    call.send().await.expect(200);
}

async fn vouch(stage: &Stage) {
    let mut settings = stage.settings();
    settings["acr_values"] = json!(["idporten-loa-high"]);
    stage.change(&settings).await.expect(200);
    stage.control(&json!({"acr": "idporten-loa-high"})).await;
}

testkit::on_both!(
    a_provider_that_vouches_for_one_factor_does_not_take_the_place_of_the_second,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = Careful::join(&stage, "Anne").await;
        let sessions = stage.product.count("session").await;
        let token = anne.arrive(&stage.id).await;
        assert_eq!(stage.product.count("session").await, sessions);
        assert_eq!(stage.product.count("federated_session").await, 0);
        let wrong = anne.second_step(&token, "aaaa-aaaa-aaaa").await;
        wrong.problem("code_refused");
        anne.person.me().await.problem("unauthenticated");

        let code = anne.draw_code();
        let me = anne.second_step(&token, &code).await.expect(200);
        assert_eq!(
            (&me["strong"], &me["must_enrol"]),
            (&json!(true), &json!(false))
        );
        assert_eq!(anne.person.me().await.expect(200)["strong"], true);
        assert!(anne.person.identities().await[0]["used_at"].is_string());
        // It serves once.
        let code = anne.draw_code();
        let again = anne.second_step(&token, &code).await;
        again.problem("login_expired");
        // The session is one of the provider: whoever logs out is told where to do so there.
        let gone = anne.person.log_out().await.expect(200);
        assert!(text(&gone, "url").contains("/session/end"));
    }
);

testkit::on_both!(
    a_provider_that_vouches_for_more_than_one_factor_is_followed_by_no_second_step,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = Careful::join(&stage, "Anne").await;
        vouch(&stage).await;
        let location = anne.person.log_in(&stage.id, "Anne").await;
        assert_eq!(location, "/desk/centre");
        assert_eq!(anne.person.me().await.expect(200)["strong"], true);
    }
);

testkit::on_both!(
    after_the_second_step_too_a_centres_provider_is_good_for_that_centre_only,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = Careful::join(&stage, "Anne").await;
        let ctx = stage.product.ctx();
        let tx = ctx.write().await.unwrap();
        let sql = "SELECT account_id FROM linked_identity";
        let rows = stage.product.rows(sql).await;
        let role = access::NewRole {
            account: kernel::AccountId::from_row(rows[0].try_get("", "account_id").unwrap()),
            role: Role::CentreAdministrator,
            centre: Some(stage.product.oslo),
            staff: None,
        };
        access::assign_role(&ctx, &tx, role).await.unwrap();
        tx.commit().await.unwrap();
        let (token, code) = (anne.arrive(&stage.id).await, anne.draw_code());
        let me = anne.second_step(&token, &code).await.expect(200);
        let roles = me["roles"].as_array().unwrap();
        assert_eq!(roles.len(), 1, "{me}");
        let vestland = stage.product.vestland.to_string();
        assert_eq!(roles[0]["centre_id"], vestland);
    }
);

testkit::on_both!(
    a_second_step_leads_nowhere_once_the_identity_or_the_provider_is_gone,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = Careful::join(&stage, "Anne").await;
        let (token, code) = (anne.arrive(&stage.id).await, anne.draw_code());
        let identities = anne.desk.get("/me/identities").await.expect(200);
        let id = text(&identities["items"][0], "id");
        let call = anne.desk.call("DELETE", &format!("/me/identities/{id}"));
        assert_eq!(call.send().await.status, 204);
        let late = anne.second_step(&token, &code).await;
        late.problem("login_expired");

        let mut berit = Careful::join(&stage, "Berit").await;
        let (token, code) = (berit.arrive(&stage.id).await, berit.draw_code());
        let mut settings = stage.settings();
        settings["enabled"] = json!(false);
        stage.change(&settings).await.expect(200);
        let late = berit.second_step(&token, &code).await;
        late.problem("unauthenticated");
        berit.person.me().await.problem("unauthenticated");
    }
);

testkit::on_both!(
    whoever_must_add_a_second_factor_links_nothing_before,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = stage.linked(stage.product.vestland, "Anne").await;
        demand_second_factor(&stage).await;
        assert_eq!(anne.log_in(&stage.id, "Anne").await, "/desk/centre");
        let me = anne.me().await.expect(200);
        assert_eq!(
            (&me["strong"], &me["must_enrol"]),
            (&json!(false), &json!(true))
        );
        let may = |action: &str| me["actions"].as_array().unwrap().contains(&json!(action));
        assert!(may("identity:list") && !may("identity:link"), "{me}");
        assert_eq!(anne.identities().await.len(), 1);
        let refused = anne.begin_link(&stage.id).await;
        refused.problem("second_factor_required");
    }
);

testkit::on_both!(
    whoever_a_provider_vouches_for_needs_no_second_factor_of_their_own,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = stage.linked(stage.product.vestland, "Anne").await;
        vouch(&stage).await;
        demand_second_factor(&stage).await;
        assert_eq!(anne.log_in(&stage.id, "Anne").await, "/desk/centre");
        let me = anne.me().await.expect(200);
        assert_eq!(
            (&me["strong"], &me["must_enrol"]),
            (&json!(true), &json!(false))
        );
    }
);
