//! The one registry of problem codes. A code is stable, is the key of its translation, and is never
//! reused for something else.

/// One fault of one field of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Path of the field, such as `opening_hours.2.opens`.
    pub field: String,
    /// What is wrong with it, in English, lower case, without data about persons.
    pub reason: String,
}

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident = $status:literal, $code:literal;)*) => {
        /// What went wrong, in one stable word.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ProblemCode { $($(#[$doc])* $name,)* }

        impl ProblemCode {
            /// Every code, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable code.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The HTTP status it is answered with.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }
        }
    };
}

// Append-only.
problems! {
    /// The request cannot be read: not JSON, a wrong type, an unknown field.
    BadRequest = 400, "bad_request";
    /// Log-in or token is missing, wrong or expired.
    Unauthenticated = 401, "unauthenticated";
    /// E-mail and password do not match.
    LoginRefused = 401, "login_refused";
    /// Known to exist for the caller, but not permitted.
    Forbidden = 403, "forbidden";
    /// The request lacks the log-in's anti-forgery token.
    CsrfRefused = 403, "csrf_refused";
    /// Does not exist, or not for this caller.
    NotFound = 404, "not_found";
    /// The path exists, the method does not.
    MethodNotAllowed = 405, "method_not_allowed";
    /// The offer was withdrawn, expired, or taken already.
    OfferGone = 409, "offer_gone";
    /// The conversation is closed.
    ConversationClosed = 409, "conversation_closed";
    /// The service is closed now.
    ServiceClosed = 409, "service_closed";
    /// The contact is served by someone else, or by nobody.
    NotYourContact = 409, "not_your_contact";
    /// The step is not possible in the contact's present state.
    WrongState = 409, "wrong_state";
    /// The row was changed by somebody else since it was read.
    StaleWrite = 412, "stale_write";
    /// The request body exceeds the limit.
    BodyTooLarge = 413, "body_too_large";
    /// The body is of an unsupported media type.
    UnsupportedMediaType = 415, "unsupported_media_type";
    /// Fields break a rule.
    Invalid = 422, "invalid";
    /// The same key or client id came before with another body.
    IdempotencyMismatch = 422, "idempotency_mismatch";
    /// The message exceeds the limit.
    MessageTooLong = 422, "message_too_long";
    /// No counsellor or centre can take the transfer.
    TransferImpossible = 422, "transfer_impossible";
    /// Too many requests; `Retry-After` tells when to try again.
    TooManyRequests = 429, "too_many_requests";
    /// A fault on our side; the trace id finds it in the log.
    Internal = 500, "internal";
    /// The product is starting, stopping, or has lost its database.
    Unavailable = 503, "unavailable";
    /// A realtime frame came before `hello`.
    HelloExpected = 400, "hello_expected";
    /// A realtime frame cannot be read.
    BadFrame = 400, "bad_frame";
    /// The request must say which state it changes: `If-Match` is missing.
    PreconditionRequired = 428, "precondition_required";
}
