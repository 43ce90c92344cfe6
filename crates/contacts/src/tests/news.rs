//! What replicas tell each other.

use std::sync::Arc;

use kernel::{ContactId, ConversationId, StaffId};
use serde_json::json;

use crate::{
    domain::message::Message,
    live::{
        far::Far,
        hub::{Bye, Hub, ToDesk, ToSeeker},
    },
};

fn message() -> Arc<Message> {
    Arc::new(Message {
        seq: 17,
        author: "seeker",
        alias: Some("Anne".to_owned()),
        client_id: None,
        body: "Noe privat".to_owned(),
        notice: None,
        masked: false,
        at: testkit::working_day(),
    })
}

fn reaching() -> (Hub, tokio::sync::mpsc::Receiver<Far>) {
    let (far, news) = tokio::sync::mpsc::channel(8);
    (Hub::reaching(far), news)
}

#[test]
fn news_of_a_message_carry_its_number_and_not_its_words() {
    let (sources, _clock) = testkit::sources(1);
    let (conversation, contact) = (ConversationId::new(&sources), ContactId::new(&sources));
    let staff = StaffId::new(&sources);
    let (hub, mut news) = reaching();
    hub.tell_seeker(conversation, &ToSeeker::Message(message()));
    hub.tell_desk(staff, &ToDesk::Message(contact, message()));
    let told = serde_json::to_value([news.try_recv().unwrap(), news.try_recv().unwrap()]).unwrap();
    assert_eq!(
        told,
        json!([
            {"news": "said", "conversation": conversation, "seq": 17},
            {"news": "desk_said", "staff": staff, "contact": contact, "seq": 17},
        ])
    );
}

#[test]
fn what_concerns_this_process_alone_stays_here() {
    let (sources, _clock) = testkit::sources(2);
    let (hub, mut news) = reaching();
    let conversation = ConversationId::new(&sources);
    hub.tell_seeker(conversation, &ToSeeker::Bye(Bye::Shutdown));
    hub.tell_seeker_here(conversation, &ToSeeker::Refresh);
    hub.say_goodbye();
    hub.tell_desk(StaffId::new(&sources), &ToDesk::CheckLogin);
    assert!(news.try_recv().is_err());
}

#[test]
fn a_seeker_seen_elsewhere_is_there_until_they_leave() {
    let (sources, _clock) = testkit::sources(3);
    let (hub, conversation) = (Hub::default(), ConversationId::new(&sources));
    assert!(!hub.hears_seeker(conversation));
    hub.elsewhere().seen(&[conversation]);
    assert!(hub.hears_seeker(conversation));
    hub.elsewhere().left(conversation);
    assert!(!hub.hears_seeker(conversation));
}
