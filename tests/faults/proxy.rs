//! A door in front of servers: it leads to whichever answers, and can be shut.

use std::net::SocketAddr;

use anyhow::Result;
use platform::Tasks;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// Listens while it lives.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    open: watch::Sender<bool>,
    tasks: Tasks,
}

impl Proxy {
    /// A door to any of `targets`, each in its turn.
    pub(crate) async fn to(targets: Vec<SocketAddr>) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let proxy = Self {
            address: listener.local_addr()?,
            open: watch::Sender::new(true),
            tasks: Tasks::default(),
        };
        let (open, tasks) = (proxy.open.subscribe(), proxy.tasks.clone());
        proxy.tasks.spawn("door", async move {
            let mut turn = 0;
            while let Ok((client, _)) = listener.accept().await {
                turn += 1;
                if !*open.borrow() {
                    continue;
                }
                let mut order = targets.clone();
                order.rotate_left(turn % targets.len());
                let (mut open, token) = (open.clone(), tasks.token());
                tasks.spawn("line", async move {
                    tokio::select! {
                        () = lead(client, order) => {}
                        _ = open.wait_for(|open| !open) => {}
                        () = token.cancelled() => {}
                    }
                });
            }
        });
        Ok(proxy)
    }

    /// Cuts every line, and lets nobody in until it is opened.
    pub(crate) fn shut(&self) {
        self.open.send_replace(false);
    }

    pub(crate) fn open(&self) {
        self.open.send_replace(true);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.tasks.stop();
    }
}

async fn lead(mut client: TcpStream, targets: Vec<SocketAddr>) {
    for target in targets {
        if let Ok(mut server) = TcpStream::connect(target).await {
            let _nodelay = (client.set_nodelay(true), server.set_nodelay(true));
            let _over = copy_bidirectional(&mut client, &mut server).await;
            return;
        }
    }
}
