//! The bus on a real NATS server.

use platform::{Bus, BusConfig, Event, Line, NatsBus, Secret, Tasks};
use testkit::NatsServer;
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::timeout,
};

use crate::product::DEADLINE;

async fn open(nats: &NatsServer, tasks: &Tasks) -> NatsBus {
    let config = BusConfig {
        url: Secret::new(nats.url()),
        prefix: "test".to_owned(),
    };
    NatsBus::open(&config, tasks).await.unwrap()
}

async fn becomes(bus: &NatsBus, line: Line) {
    let mut now = bus.line();
    let wait = timeout(DEADLINE, now.wait_for(|now| *now == line));
    wait.await
        .unwrap_or_else(|_| panic!("never {line:?}"))
        .unwrap();
}

fn event(number: u32) -> Event {
    Event {
        topic: "test.happened".to_owned(),
        payload: format!("{{\"number\":{number}}}"),
    }
}

/// The next event but those that say that some were missed.
async fn hear(events: &mut Receiver<Event>) -> Event {
    loop {
        let heard = timeout(DEADLINE, events.recv()).await.expect("silence");
        let heard = heard.unwrap();
        if !heard.is_missed() {
            return heard;
        }
    }
}

async fn hear_missed(events: &mut Receiver<Event>) {
    loop {
        match timeout(DEADLINE, events.recv()).await.expect("silence") {
            Ok(event) if !event.is_missed() => {}
            Ok(_) | Err(RecvError::Lagged(_)) => return,
            Err(RecvError::Closed) => panic!("closed"),
        }
    }
}

/// Both have heard that the line is up, so that what they hear next is what is said next.
async fn settle(events: [&mut Receiver<Event>; 2]) {
    for events in events {
        hear_missed(events).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_are_heard_once_by_everybody_in_order() {
    let (nats, tasks) = (NatsServer::start(), Tasks::default());
    let (one, other) = (open(&nats, &tasks).await, open(&nats, &tasks).await);
    let (mut here, mut there) = (one.subscribe(), other.subscribe());
    becomes(&one, Line::Up).await;
    becomes(&other, Line::Up).await;
    settle([&mut here, &mut there]).await;
    for number in 1..=100 {
        one.publish(event(number)).await.unwrap();
    }
    one.tell_others(event(101));
    for number in 1..=100 {
        assert_eq!(hear(&mut here).await, event(number));
    }
    for number in 1..=101 {
        assert_eq!(hear(&mut there).await, event(number));
    }
    other.publish(event(102)).await.unwrap();
    // Its own events did not come back to it, and what was for others did not come here.
    assert_eq!(hear(&mut here).await, event(102));
    assert_eq!(hear(&mut there).await, event(102));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn publishing_without_nats_neither_fails_nor_waits() {
    let (mut nats, tasks) = (NatsServer::start(), Tasks::default());
    let bus = open(&nats, &tasks).await;
    becomes(&bus, Line::Up).await;
    nats.kill();
    becomes(&bus, Line::Down).await;
    let mut here = bus.subscribe();
    let publishing = async {
        for number in 0..20_000 {
            bus.publish(event(number)).await.unwrap();
            if number % 1000 == 0 {
                assert_eq!(hear(&mut here).await, event(number));
            }
            here = bus.subscribe();
        }
    };
    timeout(DEADLINE, publishing).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_nats_is_back_everybody_hears_that_events_were_missed() {
    let (mut nats, tasks) = (NatsServer::start(), Tasks::default());
    let (one, other) = (open(&nats, &tasks).await, open(&nats, &tasks).await);
    for bus in [&one, &other] {
        becomes(bus, Line::Up).await;
    }
    nats.kill();
    for bus in [&one, &other] {
        becomes(bus, Line::Down).await;
    }
    let (mut here, mut there) = (one.subscribe(), other.subscribe());
    one.tell_others(event(1));
    nats.resume();
    settle([&mut here, &mut there]).await;
    one.publish(event(2)).await.unwrap();
    // What was said meanwhile is lost, or late.
    while hear(&mut there).await != event(2) {}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_starts_before_nats_does() {
    let (mut nats, tasks) = (NatsServer::start(), Tasks::default());
    nats.kill();
    let bus = open(&nats, &tasks).await;
    assert_eq!(*bus.line().borrow(), Line::Down);
    nats.resume();
    becomes(&bus, Line::Up).await;
}
