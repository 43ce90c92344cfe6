//! All that other modules may use.

pub use crate::{
    app::{
        ChangeError, ClosedDayError, CreateCentreError, CreatePartnerError, CreateStaffError,
        FormerMember, NewCentre, NewClosedDay, NewException, NewStaff, PresenceError,
        RELEASE_MEMBER, create_centre, create_closed_day, create_exception, create_partner,
        create_staff, set_presence,
    },
    directory::{CentreEntry, Directory, module},
    domain::{
        Agreement, Capacity, Centre, Counsellor, NewSite, Partner, Presence, Site, Texts,
        hours::{
            Answer, ClosedDays, DEFAULT_ZONE, DatedException, OpeningHours, Replacement, Span,
            SpanError, WeeklyInterval, Why,
        },
    },
    http::{AdministrationApi, CentresApi, PresenceBody, ServiceCentresApi, WhyWord},
    store::{
        find_counsellor, find_partner, find_presence, list_counsellors, list_lost, mark_seen,
        release_units, reserve_units,
    },
};
