//! Log-in by OpenID Connect: the providers of the centres and of the national layer, log-ins under way,
//! identities linked to accounts, and which sessions came from a provider.
//! `session` learns whether a second factor let the person in, `login_step` which provider came before it.
//! New tables and columns only; safe beside older code.

use sea_orm_migration::{
    prelude::*,
    schema::{
        binary, binary_null, boolean, string, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid, uuid_null,
    },
};

use crate::{
    m0002_access::owner,
    walls::{self, CENTRE, SYSTEM},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_provider(manager).await?;
        create_flow(manager).await?;
        create_identity(manager).await?;
        create_federated_session(manager).await?;
        add_columns(manager).await?;
        let national = "current_setting('app.scope', true) = 'national' AND centre_id IS NULL";
        let visible = format!("{SYSTEM} OR {national} OR centre_id = {CENTRE}");
        walls::protect(manager, "identity_provider", &visible).await?;
        for table in ["login_flow", "linked_identity", "federated_session"] {
            walls::protect(manager, table, SYSTEM).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [("login_step", "federated"), ("session", "second_factor")] {
            let change = Table::alter().table(table).drop_column(column).to_owned();
            manager.alter_table(change).await?;
        }
        for table in [
            "federated_session",
            "linked_identity",
            "login_flow",
            "identity_provider",
        ] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

async fn add_columns(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for (table, mut column) in [
        ("session", boolean("second_factor").default(false).take()),
        ("login_step", text_null("federated")),
    ] {
        let change = Table::alter()
            .table(table)
            .add_column(&mut column)
            .to_owned();
        manager.alter_table(change).await?;
    }
    Ok(())
}

async fn create_provider(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("identity_provider")
        .col(uuid("id").primary_key())
        // None for the national layer.
        .col(uuid_null("centre_id"))
        .col(string("preset"))
        .col(string("name"))
        .col(string("issuer"))
        .col(string("client_id"))
        // Sealed.
        .col(text_null("client_secret"))
        .col(text("scopes"))
        .col(text("acr_values"))
        .col(boolean("enabled"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut owner("identity_provider", "centre_id", "centre"))
        .to_owned();
    manager.create_table(table).await?;
    let index = Index::create()
        .name("identity_provider_centre")
        .table("identity_provider")
        .col("centre_id")
        .to_owned();
    manager.create_index(index).await
}

async fn create_flow(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("login_flow")
        .col(uuid("id").primary_key())
        .col(uuid("provider_id"))
        // SHA-256 of what comes back through the browser, of its cookie, and of what the token must repeat.
        .col(binary("state_hash").unique_key())
        .col(binary("browser_hash"))
        .col(binary("nonce_hash"))
        // Sealed.
        .col(text("verifier"))
        // The account an identity is to be linked to; none to log in.
        .col(uuid_null("account_id"))
        .col(string("return_to"))
        .col(timestamp_with_time_zone("expires_at"))
        .foreign_key(&mut owner("login_flow", "provider_id", "identity_provider"))
        .foreign_key(&mut owner("login_flow", "account_id", "account"))
        .to_owned();
    manager.create_table(table).await
}

async fn create_identity(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("linked_identity")
        .col(uuid("id").primary_key())
        .col(uuid("account_id"))
        .col(string("issuer"))
        .col(string("subject"))
        // What the provider was called when it was linked.
        .col(string("provider_name"))
        .col(timestamp_with_time_zone("linked_at"))
        .col(timestamp_with_time_zone_null("used_at"))
        .foreign_key(&mut owner("linked_identity", "account_id", "account"))
        .index(
            Index::create()
                .unique()
                .name("linked_identity_once")
                .col("issuer")
                .col("subject"),
        )
        .to_owned();
    manager.create_table(table).await?;
    let index = Index::create()
        .name("linked_identity_account")
        .table("linked_identity")
        .col("account_id")
        .to_owned();
    manager.create_index(index).await
}

async fn create_federated_session(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("federated_session")
        .col(uuid("session_id").primary_key())
        // No foreign key: a session whose provider is gone is not found any more.
        .col(uuid("provider_id"))
        .col(string("issuer"))
        .col(string("subject"))
        // SHA-256 of the provider's own session id.
        .col(binary_null("sid_hash"))
        // Whether the provider vouches for more than one factor.
        .col(boolean("strong"))
        // Sealed.
        .col(text("id_token"))
        .foreign_key(&mut owner("federated_session", "session_id", "session"))
        .to_owned();
    manager.create_table(table).await
}
