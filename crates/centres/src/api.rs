//! All that other modules may use.

pub use crate::{
    app::{
        ArchivedCentre, ChangeError, ClassError, ClosedDayError, CreateCentreError,
        CreatePartnerError, CreateStaffError, END_LOGINS, NewCentre, NewClosedDay, NewException,
        NewOverride, NewStaff, OverrideEnd, PresenceError, create_centre, create_class,
        create_closed_day, create_exception, create_partner, create_staff, end_class, end_override,
        enrol, enter_class, enter_national, find_class, forget_classes, hold, list_classes,
        list_overrides, lose_presence, note_shift, note_work, resume_presence,
        rota::{planned, planned_half_hours},
        set_override, set_presence,
    },
    directory::{CentreEntry, Directory, module},
    domain::{
        CLASS_CODE, Capacity, Centre, ClassLink, ClassOwner, Counsellor, LARGEST_LOGO, Module,
        NewClass, NewSite, Override, OverrideTarget, Partner, Presence, Profile, SEEKER_TOPICS,
        Site, Terms, Texts, class_code, class_url, draw_class_code,
        hours::{
            Answer, ClosedDays, DEFAULT_ZONE, DatedException, OpeningHours, Replacement, Span,
            SpanError, WeeklyInterval, Why,
        },
        rota::{Coverage, HalfHour, PlannedWeek},
    },
    http::{
        AdministrationApi, AgreementsApi, CalendarApi, CentresApi, ClassBody, ClassInput,
        ClassesApi, ClassesBody, FeedApi, LedgerApi, MadeClassBody, NationalHoursApi,
        OnboardingApi, PresenceBody, ProfileApi, RotaApis, ServiceCentresApi, WhyWord, rota_apis,
    },
    ports::{People, Surroundings},
    store::{
        WorkSpan, find_counsellor, find_partner, find_presence, list_counsellors, list_everybody,
        list_lost, list_members, list_work, mark_seen, release_units, reserve_units,
    },
};
