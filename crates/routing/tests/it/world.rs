//! Names and builders the tests share.

use kernel::{
    CentreId, Channel, ContactId, County, Instant, Language, PresenceState, StaffId, WorkType,
};
use routing::{
    Agreement, Centre, ChannelSet, Contact, Counsellor, Decision, Engine, Event, LanguageSet,
    Opening, OverflowCause, Policy, Queue, Topic,
};

pub(crate) fn row<K: kernel::IdKind>(number: u32) -> kernel::Id<K> {
    let text = format!("{}_{:0>26}", K::PREFIX, base32(number));
    text.parse().unwrap()
}

fn base32(mut number: u32) -> String {
    let alphabet = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut text = Vec::new();
    while number > 0 {
        text.insert(0, alphabet[usize::try_from(number % 32).unwrap()]);
        number /= 32;
    }
    String::from_utf8(text).unwrap()
}

pub(crate) fn centre_id(number: u32) -> CentreId {
    row(number)
}

pub(crate) fn staff_id(number: u32) -> StaffId {
    row(number)
}

pub(crate) fn contact_id(number: u32) -> ContactId {
    row(number)
}

pub(crate) fn at(seconds: i64) -> Instant {
    Instant::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
}

pub(crate) fn county(number: &str) -> County {
    number.parse().unwrap()
}

/// Centre 1 in Oslo, open for everything, agreeing to everything.
pub(crate) fn centre(number: u32) -> Centre {
    let counties = ["03", "32", "46", "55"];
    Centre {
        id: centre_id(number),
        county: county(counties[usize::try_from(number - 1).unwrap() % 4]),
        region: Some(if number <= 2 { "east" } else { "elsewhere" }.to_owned()),
        neighbours: Vec::new(),
        reserve: 0,
        agreement: Some(agreement()),
        open: Opening {
            national: ChannelSet::all(),
            local: ChannelSet::all(),
        },
    }
}

pub(crate) fn agreement() -> Agreement {
    Agreement {
        channels: ChannelSet::all(),
        share: 100,
        period: 1,
        taken_before: 0,
        staffed_before_s: 0,
    }
}

/// Available since the start, speaks bokmål, room for one chat.
pub(crate) fn counsellor(number: u32, centre: u32) -> Counsellor {
    Counsellor {
        id: staff_id(number),
        centre: centre_id(centre),
        state: PresenceState::Available,
        channels: ChannelSet::EMPTY.with(Channel::Chat).with(Channel::Phone),
        languages: LanguageSet::EMPTY.with(Language::Nb),
        topics: Vec::new(),
        capacity_units: 1,
        load_units: 0,
        idle_since: at(0),
    }
}

/// A national chat in bokmål from nowhere in particular.
pub(crate) fn contact(number: u32, joined: i64) -> Contact {
    Contact {
        id: contact_id(number),
        channel: Channel::Chat,
        language: Language::Nb,
        topic: None,
        work_type: WorkType::Guidance,
        home_county: None,
        queue: Queue::National,
        band: 1,
        joined_at: at(joined),
        target: None,
        excluded: Vec::new(),
        policy: None,
    }
}

pub(crate) fn topic(name: &str) -> Topic {
    name.into()
}

/// An engine and the time it is at.
pub(crate) struct Desk {
    pub(crate) engine: Engine,
    pub(crate) now: i64,
}

impl Desk {
    pub(crate) fn new(policy: Policy, centres: Vec<Centre>) -> Self {
        let mut desk = Self {
            engine: Engine::new(policy),
            now: 0,
        };
        for centre in centres {
            desk.apply(Event::CentreChanged { centre });
        }
        desk
    }

    pub(crate) fn apply(&mut self, event: Event) -> Vec<Decision> {
        self.engine.apply(at(self.now), event)
    }

    pub(crate) fn on_duty(&mut self, counsellor: Counsellor) -> Vec<Decision> {
        self.apply(Event::CounsellorChanged { counsellor })
    }

    pub(crate) fn join(&mut self, contact: Contact) -> Vec<Decision> {
        self.apply(Event::ContactJoined { contact })
    }

    pub(crate) fn accept(&mut self, contact: u32, counsellor: u32) -> Vec<Decision> {
        self.apply(Event::OfferAccepted {
            contact: contact_id(contact),
            counsellor: staff_id(counsellor),
        })
    }

    pub(crate) fn decline(&mut self, contact: u32, counsellor: u32) -> Vec<Decision> {
        self.apply(Event::OfferDeclined {
            contact: contact_id(contact),
            counsellor: staff_id(counsellor),
        })
    }

    pub(crate) fn end(&mut self, contact: u32, counsellor: u32) -> Vec<Decision> {
        self.apply(Event::ContactEnded {
            contact: contact_id(contact),
            counsellor: staff_id(counsellor),
        })
    }

    pub(crate) fn wait_until(&mut self, seconds: i64) -> Vec<Decision> {
        self.now = seconds;
        self.apply(Event::Tick)
    }

    pub(crate) fn holder(&self, contact: u32) -> Option<u32> {
        let holder = self.engine.offered_to(contact_id(contact))?;
        (1..1000).find(|number| staff_id(*number) == holder)
    }

    pub(crate) fn position(&self, contact: u32) -> Option<u32> {
        Some(self.engine.place(contact_id(contact))?.position)
    }
}

pub(crate) fn desk(centres: u32) -> Desk {
    Desk::new(Policy::default(), (1..=centres).map(centre).collect())
}

pub(crate) fn from(home: &str, number: u32, joined: i64) -> Contact {
    Contact {
        home_county: Some(county(home)),
        ..contact(number, joined)
    }
}

pub(crate) fn is_overflow(decisions: &[Decision], number: u32) -> bool {
    decisions.iter().any(|decision| {
        matches!(decision, Decision::Overflow { contact, cause: OverflowCause::NoMatch, choices }
            if *contact == contact_id(number) && choices.len() == 4)
    })
}
