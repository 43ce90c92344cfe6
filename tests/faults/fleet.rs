//! Three copies of the program on one PostgreSQL database and one NATS server.

use std::{net::SocketAddr, time::Duration};

use anyhow::{Context, Result, ensure};
use platform::{Secret, database::DatabaseConfig};
use testkit::{NatsServer, TestDatabase};
use tokio::time::Instant;

use crate::{arena::Arena, proxy::Proxy};

const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Fleet {
    pub(crate) nats: NatsServer,
    pub(crate) replicas: Vec<Arena>,
    /// What each of them reaches the others by.
    pub(crate) links: Vec<Links>,
    pub(crate) test: TestDatabase,
}

/// The network of one replica, but for its clients.
pub(crate) struct Links {
    pub(crate) postgres: Proxy,
    pub(crate) nats: Proxy,
}

impl Links {
    pub(crate) fn cut(&self) {
        self.postgres.shut();
        self.nats.shut();
    }

    pub(crate) fn mend(&self) {
        self.postgres.open();
        self.nats.open();
    }
}

impl Fleet {
    /// Starts them, and waits until one decides.
    pub(crate) async fn start() -> Result<Self> {
        Self::start_on(TestDatabase::postgres().await).await
    }

    pub(crate) async fn start_on(test: TestDatabase) -> Result<Self> {
        // Loaded past the doors.
        drop(Arena::open(&test.config).await?);
        let nats = NatsServer::start();
        let (mut replicas, mut links) = (Vec::new(), Vec::new());
        for _ in 0..3 {
            let (postgres, config) = behind_a_door(&test.config).await?;
            let server = nats.url();
            let server = server.strip_prefix("nats://").context("no address")?;
            let door = Proxy::to(vec![server.parse()?]).await?;
            let mut replica = Arena::replica(&config, &format!("nats://{}", door.address))?;
            replica.start()?;
            replicas.push(replica);
            links.push(Links {
                postgres,
                nats: door,
            });
        }
        let fleet = Self {
            nats,
            replicas,
            links,
            test,
        };
        for replica in &fleet.replicas {
            replica
                .get_done("GET", "/service/status", None, None)
                .await?;
        }
        fleet.leader_but(None).await?;
        Ok(fleet)
    }

    /// A door for clients, which leads to whichever replica answers.
    pub(crate) async fn door(&self) -> Result<Proxy> {
        let address = |replica: &Arena| SocketAddr::from(([127, 0, 0, 1], replica.port()));
        Proxy::to(self.replicas.iter().map(address).collect()).await
    }

    /// Waits until a replica other than `not` decides; returns its number.
    pub(crate) async fn leader_but(&self, not: Option<usize>) -> Result<usize> {
        let give_up = Instant::now() + PATIENCE;
        loop {
            for (number, replica) in self.replicas.iter().enumerate() {
                if Some(number) != not && replica.decides().await {
                    return Ok(number);
                }
            }
            ensure!(Instant::now() < give_up, "nobody decides\n{}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until a replica no longer decides.
    pub(crate) async fn steps_down(&self, number: usize) -> Result<()> {
        let give_up = Instant::now() + PATIENCE;
        while let Some(replica) = self.replicas.get(number)
            && replica.decides().await
        {
            ensure!(Instant::now() < give_up, "it goes on\n{}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// What all of them wrote.
    pub(crate) fn log(&self) -> String {
        let logs = self.replicas.iter().enumerate();
        let logs = logs.map(|(number, replica)| format!("replica {number}:\n{}", replica.log()));
        logs.collect::<Vec<_>>().join("\n")
    }
}

/// The same database through a door.
async fn behind_a_door(config: &DatabaseConfig) -> Result<(Proxy, DatabaseConfig)> {
    let url = config.url.expose();
    let host = url.rsplit('@').next().unwrap_or_default();
    let host = host.split('/').next().unwrap_or_default();
    let door = Proxy::to(vec![host.parse()?]).await?;
    let through =
        |url: &Secret<String>| Secret::new(url.expose().replace(host, &door.address.to_string()));
    let config = DatabaseConfig {
        url: through(&config.url),
        owner_url: through(&config.owner_url),
        connections: config.connections,
    };
    Ok((door, config))
}
