use super::*;
use crate::{AssignRoleError, AssignmentFault, CreateAccountError};

async fn create(
    app: &App,
    email: &str,
    name: &str,
    password: &str,
) -> Result<AccountId, CreateAccountError> {
    let ctx = app.system();
    let tx = ctx.write().await.unwrap();
    let account = NewAccount {
        email: Pii::new(email.to_owned()),
        name: Pii::new(name.to_owned()),
        password: Secret::new(password.to_owned()),
    };
    let id = create_account(&ctx, &tx, account).await?;
    tx.commit().await.unwrap();
    Ok(id)
}

testkit::on_both!(
    an_account_needs_an_address_of_its_own_a_name_and_a_long_password,
    async |db: TestDatabase| {
        use CreateAccountError as E;
        let app = App::open(db).await;
        create(&app, EMAIL, "Kari", PASSWORD).await.unwrap();
        let outcome = create(&app, "KARI@example.no", "Kari", PASSWORD).await;
        assert!(matches!(outcome, Err(E::EmailTaken)), "{outcome:?}");
        let outcome = create(&app, "kari", "Kari", PASSWORD).await;
        assert!(matches!(outcome, Err(E::EmailMalformed)), "{outcome:?}");
        let outcome = create(&app, "ola@example.no", " ", PASSWORD).await;
        assert!(matches!(outcome, Err(E::NameFaulty(_))), "{outcome:?}");
        let outcome = create(&app, "ola@example.no", "Ola", "elevenchars").await;
        assert!(matches!(outcome, Err(E::PasswordTooShort)), "{outcome:?}");
    }
);

testkit::on_both!(the_database_keeps_no_password, async |db: TestDatabase| {
    let app = App::open(db).await;
    app.account(EMAIL).await;
    app.account("ola@example.no").await;
    let tx = app.database.read(Scope::System).await.unwrap();
    let rows = tx
        .find::<crate::store::account::Entity>()
        .all(&tx)
        .await
        .unwrap();
    for row in &rows {
        assert!(
            row.password_hash
                .starts_with("$argon2id$v=19$m=19456,t=2,p=1$")
        );
    }
    assert_ne!(rows[0].password_hash, rows[1].password_hash);
});

testkit::on_both!(
    a_role_held_already_is_not_held_twice,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        let account = app.person(Role::NationalCoordinator, None).await;
        app.give(account, Role::NationalCoordinator, None).await;
        let me = app.login().await.body();
        assert_eq!(me["roles"], json!([{"role": "national_coordinator"}]));
        assert!(me.get("staff").is_none());
    }
);

testkit::on_both!(
    a_role_that_does_not_fit_its_domain_is_not_given,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        let ctx = app.system();
        let tx = ctx.write().await.unwrap();
        let new = NewRole {
            account: AccountId::new(&app.sources),
            role: Role::NationalCoordinator,
            centre: Some(app.centre),
            staff: None,
        };
        let outcome = assign_role(&ctx, &tx, new).await;
        assert!(matches!(
            outcome,
            Err(AssignRoleError::Misfit(AssignmentFault::NotInCentre))
        ));
    }
);

testkit::on_both!(
    accounts_are_invisible_outside_the_products_own_scope,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        app.login().await;
        for scope in [Scope::Public, Scope::National, Scope::Centre(app.centre)] {
            let tx = app.database.read(scope).await.unwrap();
            let accounts = tx
                .find::<crate::store::account::Entity>()
                .all(&tx)
                .await
                .unwrap();
            let sessions = tx
                .find::<crate::store::session::Entity>()
                .all(&tx)
                .await
                .unwrap();
            let roles = tx
                .find::<crate::store::role_assignment::Entity>()
                .all(&tx)
                .await
                .unwrap();
            assert_eq!(
                (accounts.len(), sessions.len(), roles.len()),
                (0, 0, 0),
                "{scope:?}"
            );
        }
    }
);
