//! All that other modules may use.

pub use crate::{
    app::{
        ArchivedCentre, ChangeError, ClosedDayError, CreateCentreError, CreatePartnerError,
        CreateStaffError, END_LOGINS, NewCentre, NewClosedDay, NewException, NewOverride, NewStaff,
        OverrideEnd, PresenceError, create_centre, create_closed_day, create_exception,
        create_partner, create_staff, end_override, enrol, enter_national, hold, list_overrides,
        lose_presence, note_shift, note_work, resume_presence,
        rota::{planned, planned_half_hours},
        set_override, set_presence,
    },
    directory::{CentreEntry, Directory, module},
    domain::{
        Capacity, Centre, Counsellor, LARGEST_LOGO, Module, NewSite, Override, OverrideTarget,
        Partner, Presence, Profile, Site, Terms, Texts,
        hours::{
            Answer, ClosedDays, DEFAULT_ZONE, DatedException, OpeningHours, Replacement, Span,
            SpanError, WeeklyInterval, Why,
        },
        rota::{Coverage, HalfHour, PlannedWeek},
    },
    http::{
        AdministrationApi, AgreementsApi, CalendarApi, CentresApi, FeedApi, LedgerApi,
        NationalHoursApi, OnboardingApi, PresenceBody, ProfileApi, RotaApis, ServiceCentresApi,
        WhyWord, rota_apis,
    },
    ports::{People, Surroundings},
    store::{
        WorkSpan, find_counsellor, find_partner, find_presence, list_counsellors, list_everybody,
        list_lost, list_members, list_work, mark_seen, release_units, reserve_units,
    },
};
