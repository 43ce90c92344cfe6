//! Rows of the database as the engine knows them.

use centres::{CentreEntry, Counsellor, Directory};
use chrono::Datelike;
use kernel::{CentreId, Channel, Instant, QueueKind};
use routing::{ChannelSet, Opening, Queue, Target};

use crate::domain::contact::Contact;

/// The waiting contact the engine is told of.
pub(super) fn contact(contact: &Contact) -> routing::Contact {
    let target = match (contact.target_staff, contact.target_centre) {
        (Some(staff), _) => Some(Target::Counsellor(staff)),
        (None, Some(centre)) => Some(Target::Centre(centre)),
        (None, None) => None,
    };
    routing::Contact {
        id: contact.id,
        channel: contact.channel,
        language: contact.language,
        // Whoever hands a contact to a colleague has judged that they know enough.
        topic: contact
            .topic
            .as_deref()
            .filter(|_| contact.target_staff.is_none())
            .map(Into::into),
        work_type: contact.work_type,
        home_county: contact.county,
        queue: contact.centre.map_or(Queue::National, Queue::Local),
        band: contact.band,
        joined_at: contact.joined_at,
        target,
        excluded: contact.excluded_staff.into_iter().collect(),
        policy: Some(contact.policy_version.as_str().into()),
    }
}

/// The counsellor with `offered` units of live offers, which the database counts as load.
pub(super) fn counsellor(row: &Counsellor, offered: u32) -> routing::Counsellor {
    routing::Counsellor {
        id: row.staff_id,
        centre: row.centre_id,
        state: row.state,
        channels: row.channels.iter().copied().collect(),
        languages: row.languages.iter().copied().collect(),
        topics: row
            .topics
            .iter()
            .map(|topic| topic.as_str().into())
            .collect(),
        capacity_units: row.capacity_units,
        load_units: row.load_units.saturating_sub(offered),
        idle_since: row.since,
    }
}

/// The centre with what is open at `now`.
pub(super) fn centre(entry: &CentreEntry, directory: &Directory, now: Instant) -> routing::Centre {
    let all = || Channel::ALL.iter().copied();
    let national = |channel: &Channel| directory.serves_national(entry.id, *channel, now);
    let local = |channel: &Channel| {
        directory
            .centre_answer(entry.id, QueueKind::Local, *channel, now)
            .is_some_and(|answer| answer.open)
    };
    let national: ChannelSet = all().filter(national).collect();
    let local: ChannelSet = all().filter(local).collect();
    routing::Centre {
        id: entry.id,
        county: entry.county,
        region: Some(entry.region.clone()),
        neighbours: Vec::new(),
        reserve: entry.local_reserve,
        agreement: agreement(entry.id, directory, now),
        open: Opening { national, local },
    }
}

fn agreement(centre: CentreId, directory: &Directory, now: Instant) -> Option<routing::Agreement> {
    let in_force: Vec<(Channel, u32)> = Channel::ALL
        .iter()
        .filter_map(|channel| {
            Some((
                *channel,
                directory.agreement_in_force(centre, *channel, now)?,
            ))
        })
        .filter(|(_, share)| *share > 0)
        .collect();
    let share = in_force.iter().map(|(_, share)| *share).max()?;
    Some(routing::Agreement {
        channels: in_force.iter().map(|(channel, _)| *channel).collect(),
        share,
        period: now.year().unsigned_abs() * 12 + now.month0(),
        taken_before: 0,
        staffed_before_s: 0,
    })
}
