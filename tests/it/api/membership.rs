//! Memberships of a centre's staff: ended, several at once, and the centre worked at.

use kernel::StaffId;
use serde_json::{Value, json};
use testkit::TestDatabase;

use crate::product::{Desk, PASSWORD, Product, Role, text, until};

async fn administrator(product: &Product) -> Desk<'_> {
    let centre = Some(product.vestland);
    product
        .hire(Role::CentreAdministrator, centre, "Dina")
        .await
}

/// Lets a counsellor of Vestland administer it as well.
async fn promote(product: &Product, desk: &Desk<'_>) {
    let me = desk.get("/me").await.expect(200);
    let role = access::NewRole {
        account: text(&me, "account_id").parse().unwrap(),
        role: Role::CentreAdministrator,
        centre: Some(product.vestland),
        staff: desk.staff,
    };
    let ctx = product.ctx();
    let tx = ctx.write().await.unwrap();
    access::assign_role(&ctx, &tx, role).await.unwrap();
    tx.commit().await.unwrap();
    // Longer than a session is remembered.
    product.clock.advance(chrono::TimeDelta::seconds(4));
}

fn of_vestland(product: &Product, tail: &str) -> String {
    format!("/centres/{}{tail}", product.vestland)
}

/// Makes a counsellor of Vestland one of Oslo as well; returns the second membership.
async fn join_oslo(product: &Product, desk: &Desk<'_>) -> StaffId {
    let me = desk.get("/me").await.expect(200);
    let ctx = product.ctx();
    let tx = ctx.write().await.unwrap();
    let new = centres::NewStaff {
        centre_id: product.oslo,
        account_id: text(&me, "account_id").parse().unwrap(),
        alias: desk.alias.clone(),
        languages: kernel::Language::ALL.to_vec(),
        topics: Vec::new(),
        capacity_units: 2,
    };
    let account = new.account_id;
    let staff = centres::create_staff(&ctx, &tx, new).await.unwrap();
    let role = access::NewRole {
        account,
        role: Role::Counsellor,
        centre: Some(product.oslo),
        staff: Some(staff),
    };
    access::assign_role(&ctx, &tx, role).await.unwrap();
    tx.commit().await.unwrap();
    // Longer than a session is remembered.
    product.clock.advance(chrono::TimeDelta::seconds(4));
    staff
}

testkit::on_both!(
    a_member_who_leaves_is_cut_off_and_their_talks_move_on,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let dina = administrator(&product).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        anne.set_presence("available").await;
        let (unwritten, seeker) = (product.seeker("46").await, product.seeker("46").await);
        let ended = anne.accept().await;
        unwritten
            .call("POST", "/close")
            .json(&json!({}))
            .send()
            .await
            .expect(200);
        let moved = anne.accept().await;
        seeker.write("Hallo?").await.expect(201);
        let mut desk = anne.stream().await;

        let member = |staff| of_vestland(&product, &format!("/staff/{staff}/deactivate"));
        let path = member(anne.staff.unwrap());
        let leave = async |desk: &Desk<'_>, path: &str| desk.call("POST", path).send().await;
        assert_eq!(leave(&dina, &path).await.status, 204);
        leave(&dina, &path).await.problem("not_found");

        // At once, whatever jobs are still to run: the log-in is of no use.
        anne.get("/me/presence").await.problem("unauthenticated");
        // The open desk is closed, the talk at the front for somebody else.
        let bye = desk.closed().await;
        assert_eq!(bye.last().unwrap()["reason"], "unauthorised");
        anne.get("/me/presence").await.problem("unauthenticated");
        let body = json!({"email": anne.email, "password": PASSWORD, "bearer": true});
        let me = anne.post("/auth/login", &body).await.expect(200);
        assert_eq!(me["roles"], json!([]));
        let staff = dina.get(&of_vestland(&product, "/staff")).await.expect(200);
        assert_eq!(staff["items"], json!([]));
        let berit = product.counsellor(product.oslo, "Berit").await;
        berit.set_presence("available").await;
        assert_eq!(berit.accept().await, moved);
        let messages = berit
            .get(&format!("/contacts/{moved}/messages"))
            .await
            .expect(200);
        assert!(messages.to_string().contains("Hallo?"));
        until("what was left to write up ends", async || {
            let sql = "SELECT count(*) AS rows FROM contact WHERE state = 'closed' AND wrap_up_code = 'other'";
            let rows = product.rows(sql).await;
            let count: i64 = rows[0].try_get("", "rows").unwrap();
            (count == 1).then_some(())
        })
        .await;
        assert_ne!(ended, moved);
    }
);

testkit::on_both!(
    nobody_ends_their_own_membership_so_that_an_administrator_is_left,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let cato = product.counsellor(product.oslo, "Cato").await;
        promote(&product, &anne).await;
        let member = |desk: &Desk<'_>| {
            of_vestland(
                &product,
                &format!("/staff/{}/deactivate", desk.staff.unwrap()),
            )
        };
        let own = anne.call("POST", &member(&anne)).send().await;
        assert_eq!(own.problem("invalid")["errors"][0]["field"], "staff_id");
        let foreign = anne.call("POST", &member(&cato)).send().await;
        foreign.problem("not_found");
        assert_eq!(cato.get("/me/presence").await.status, 200);
    }
);

testkit::on_both!(
    of_two_who_end_each_others_membership_one_stays,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let berit = product.counsellor(product.vestland, "Berit").await;
        for desk in [&anne, &berit] {
            promote(&product, desk).await;
        }
        let end = async |desk: &Desk<'_>, other: &Desk<'_>| {
            let path = format!("/staff/{}/deactivate", other.staff.unwrap());
            let path = of_vestland(&product, &path);
            desk.call("POST", &path).send().await.status
        };
        let (one, other) = tokio::join!(end(&anne, &berit), end(&berit, &anne));
        let done = [one, other].iter().filter(|status| **status == 204).count();
        assert_eq!(done, 1, "{one} and {other}");
        let left = if one == 204 { &anne } else { &berit };
        let staff = left.get(&of_vestland(&product, "/staff")).await.expect(200);
        assert_eq!(staff["items"].as_array().unwrap().len(), 1);
    }
);

testkit::on_both!(
    whoever_guides_at_two_centres_works_at_the_chosen_one,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let in_oslo = join_oslo(&product, &anne).await.to_string();
        let choose = async |centre: &Value| {
            let call = anne.call("PUT", "/me/workplace");
            call.json(&json!({ "centre_id": centre })).send().await
        };
        let at = |me: &Value| text(&me["staff"], "id");
        let (oslo, vestland) = (json!(product.oslo), json!(product.vestland));

        let me = choose(&vestland).await.expect(200);
        assert_eq!(at(&me), anne.staff.unwrap().to_string());
        let mut desk = anne.stream().await;
        let moved = choose(&oslo).await.expect(200);
        assert_eq!(at(&moved), in_oslo);
        assert_eq!(at(&anne.get("/me").await.expect(200)), in_oslo);
        let bye = desk.closed().await;
        assert_eq!(bye.last().unwrap()["reason"], "unauthorised");

        // Oslo gets the hours that are worked now, and Vestland's seekers find nobody there.
        anne.set_presence("available").await;
        product.seeker("03").await;
        anne.accept().await;
        let egil = Role::CentreAdministrator;
        let egil = product.hire(egil, Some(product.oslo), "Egil").await;
        let path = format!("/centres/{}/staff", product.oslo);
        let staff = egil.get(&path).await.expect(200);
        assert_eq!(staff["items"][0]["load_units"], 1, "{staff}");

        choose(&vestland).await.problem("wrong_state");
        let body = json!({"email": anne.email, "password": PASSWORD, "bearer": true});
        let other = anne.post("/auth/login", &body).await.expect(200);
        assert_eq!(at(&other), in_oslo, "wherever one is logged in");
        let nowhere = format!("ctr_{}", &text(&me, "account_id")[4..]);
        let nowhere = choose(&json!(nowhere)).await;
        assert_eq!(
            nowhere.problem("invalid")["errors"][0]["field"],
            "centre_id"
        );
    }
);
