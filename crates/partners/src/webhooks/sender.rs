//! Hands an event to a receiver.

use std::{error::Error, time::Duration};

use kernel::Instant;
use platform::http::Refused;
use reqwest::{Response, header};
use tokio::time::Instant as Stopwatch;

use super::{
    address::{Clients, Destinations},
    app::Prepared,
    delivery::{Attempted, Outcome},
    signature,
};

/// Bytes of an answer that are read, for the receiver to end in peace. They are thrown away.
const MOST_BYTES: usize = 64 * 1024;
/// How long that may take.
const READING: Duration = Duration::from_secs(2);

/// Sends an event once, and says what became of it.
pub(crate) async fn send(
    (clients, destinations): (&Clients, &Destinations),
    prepared: &Prepared,
    at: Instant,
) -> Attempted {
    let begun = Stopwatch::now();
    let (outcome, status, retry_after_s) = ask((clients, destinations), prepared, at).await;
    Attempted {
        outcome,
        status,
        duration_ms: u32::try_from(begun.elapsed().as_millis()).unwrap_or(u32::MAX),
        retry_after_s,
    }
}

async fn ask(
    (clients, destinations): (&Clients, &Destinations),
    prepared: &Prepared,
    at: Instant,
) -> (Outcome, Option<u16>, Option<u64>) {
    // The rule may have become stricter since the address was entered.
    let Ok(destination) = destinations.read(&prepared.url) else {
        return (Outcome::AddressRefused, None, None);
    };
    let signature = signature::sign(&prepared.secrets, prepared.event, at, &prepared.payload);
    let Some(signature) = signature else {
        return (Outcome::Unreachable, None, None);
    };
    let request = clients
        .of(&destination)
        .post(destination.url.clone())
        .header(header::CONTENT_TYPE, "application/json")
        .header("webhook-id", prepared.event.to_string())
        .header("webhook-timestamp", at.timestamp().to_string())
        .header("webhook-signature", signature)
        .body(prepared.payload.clone());
    match request.send().await {
        Ok(response) => {
            let status = response.status().as_u16();
            let wait = retry_after(&response);
            throw_away(response).await;
            (Outcome::Answered, Some(status), wait)
        }
        Err(error) if is_refused(&error) => (Outcome::AddressRefused, None, None),
        Err(error) if error.is_timeout() => (Outcome::Timeout, None, None),
        Err(_unreachable) => (Outcome::Unreachable, None, None),
    }
}

/// Seconds alone are read (RFC 9110, section 10.2.3).
fn retry_after(response: &Response) -> Option<u64> {
    let value = response.headers().get(header::RETRY_AFTER)?;
    value.to_str().ok()?.trim().parse().ok()
}

/// What it says besides its status is of no interest, and of no length that could matter.
async fn throw_away(mut response: Response) {
    let reading = async {
        let mut read = 0_usize;
        while let Ok(Some(chunk)) = response.chunk().await {
            read = read.saturating_add(chunk.len());
            if read > MOST_BYTES {
                return;
            }
        }
    };
    let _is_late = tokio::time::timeout(READING, reading).await;
}

fn is_refused(error: &reqwest::Error) -> bool {
    let mut source = error.source();
    while let Some(error) = source {
        if error.is::<Refused>() {
            return true;
        }
        source = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use std::{net::Ipv4Addr, sync::Arc};

    use kernel::WebhookEventId;
    use platform::http::{Found, Lookup};

    use super::*;

    /// Every name leads to the machine itself.
    struct Inside;

    impl Lookup for Inside {
        fn find(&self, _name: &str) -> Found {
            Box::pin(async { Ok(vec![Ipv4Addr::LOCALHOST.into()]) })
        }
    }

    async fn send_to(url: &str) -> Attempted {
        let (sources, _clock) = testkit::sources(1);
        let destinations = Destinations::new(Vec::new());
        let clients = Clients::new(&destinations, Arc::new(Inside)).unwrap();
        let prepared = Prepared {
            url: url.to_owned(),
            secrets: vec![signature::draw(&sources)],
            event: WebhookEventId::new(&sources),
            payload: "{}".to_owned(),
        };
        let by = (&clients, &destinations);
        send(by, &prepared, testkit::working_day()).await
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_asked_for_nothing() {
        for url in [
            "https://hooks.example/",
            "https://127.0.0.1/",
            "http://hooks.example/",
        ] {
            let attempted = send_to(url).await;
            assert_eq!(attempted.outcome, Outcome::AddressRefused, "{url}");
            assert_eq!(attempted.status, None);
        }
    }
}
