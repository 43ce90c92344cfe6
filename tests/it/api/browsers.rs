//! What browsers are told: who may ask from where, and what pages may do.

use serde_json::json;
use testkit::TestDatabase;

use crate::product::{PASSWORD, Product, text};

const SCHOOL: &str = "https://skolen.example";

testkit::on_both!(
    any_site_may_ask_for_seekers_no_site_for_staff,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let seeker = product.seeker("46").await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let asked = |path: &str| {
            product
                .call("OPTIONS", path)
                .header("origin", SCHOOL)
                .header("access-control-request-method", "POST")
        };
        for path in [
            "/conversations",
            "/conversations/resume",
            "/service/status",
            &format!("/conversations/{}/messages", seeker.id),
        ] {
            let answer = asked(path).send().await;
            assert_eq!(answer.status, 204, "{path}");
            assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
            assert!(
                answer
                    .header("access-control-allow-headers")
                    .contains("idempotency-key")
            );
            assert_eq!(answer.header("access-control-allow-credentials"), "");
        }
        for path in ["/me", "/auth/login", "/desk", "/contacts", "/nothing"] {
            let answer = asked(path).send().await;
            assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
            assert_eq!(answer.header("access-control-allow-headers"), "", "{path}");
        }
        let public = product
            .call("GET", "/service/status")
            .header("origin", SCHOOL)
            .send()
            .await;
        assert_eq!(public.header("access-control-allow-origin"), "*");
        // A refusal must be readable too, or the widget could not say why.
        let refused = product
            .call("GET", "/service/status?county=99")
            .header("origin", SCHOOL)
            .send()
            .await;
        assert_eq!(
            (
                refused.status,
                refused.header("access-control-allow-origin")
            ),
            (400, "*")
        );
        let staff = anne
            .call("GET", "/me")
            .header("origin", SCHOOL)
            .send()
            .await;
        assert_eq!(
            (staff.status, staff.header("access-control-allow-origin")),
            (200, "")
        );
    }
);

testkit::on_both!(
    every_answer_carries_the_security_headers,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        for path in [
            "/",
            "/api/v1/service/status",
            "/api/v1/nothing",
            "/nothing",
            "/healthz",
            "/readyz",
            "/metrics",
            "/widget.js",
        ] {
            let answer = product.call_root("GET", path).send().await;
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
            let policy = answer.header("content-security-policy");
            assert!(
                policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
                "{path}: {policy}"
            );
            assert!(!answer.header("cache-control").is_empty(), "{path}");
            assert_eq!(answer.header("server"), "", "{path}");
        }
        for path in ["/api/v1/service/status", "/metrics"] {
            assert_eq!(
                product
                    .call_root("GET", path)
                    .send()
                    .await
                    .header("cache-control"),
                "no-store"
            );
        }
    }
);

testkit::on_both!(
    a_cookie_works_only_with_the_anti_forgery_token,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let body = json!({"email": anne.email, "password": PASSWORD});
        let answer = product.call("POST", "/auth/login").json(&body).send().await;
        let me = answer.expect(200);
        assert!(
            me.get("token").is_none(),
            "a browser's script must not see the token: {me}"
        );
        let cookie = answer.header("set-cookie").to_owned();
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
            "{cookie}"
        );
        let pair = cookie.split(';').next().unwrap();
        let put = || {
            product
                .call("PUT", "/me/presence")
                .header("cookie", pair)
                .json(&json!({"state": "away"}))
        };
        product
            .call("GET", "/me")
            .header("cookie", pair)
            .send()
            .await
            .expect(200);
        put().send().await.problem("csrf_refused");
        put()
            .header("x-csrf-token", "guessed")
            .send()
            .await
            .problem("csrf_refused");
        put()
            .header("x-csrf-token", &text(&me, "csrf_token"))
            .send()
            .await
            .expect(200);
        let logout = product.call("POST", "/auth/logout").header("cookie", pair);
        let logout = logout
            .header("x-csrf-token", &text(&me, "csrf_token"))
            .send()
            .await;
        assert_eq!(logout.status, 204);
        product
            .call("GET", "/me")
            .header("cookie", pair)
            .send()
            .await
            .problem("unauthenticated");
    }
);

testkit::on_both!(
    guessing_passwords_is_slowed,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let guess = json!({"email": anne.email, "password": "feil passord her"});
        for _ in 0..5 {
            product
                .call("POST", "/auth/login")
                .json(&guess)
                .send()
                .await
                .problem("login_refused");
        }
        let slowed = product
            .call("POST", "/auth/login")
            .json(&guess)
            .send()
            .await;
        slowed.problem("too_many_requests");
        let seconds: i64 = slowed.header("retry-after").parse().unwrap();
        // Who is logged in already is not touched, and waiting helps.
        anne.get("/me").await.expect(200);
        product.clock.advance(chrono::TimeDelta::seconds(seconds));
        let right = json!({"email": anne.email, "password": PASSWORD});
        product
            .call("POST", "/auth/login")
            .json(&right)
            .send()
            .await
            .expect(200);
    }
);
