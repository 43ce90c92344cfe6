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
    /// Somebody else must approve before it is published.
    ApprovalMissing = 409, "approval_missing";
    /// Whoever wrote it cannot approve it.
    OwnApproval = 409, "own_approval";
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
    /// No mail server is configured.
    MailUnavailable = 409, "mail_unavailable";
    /// The address has a log-in already: log in, then accept.
    LoginExists = 409, "login_exists";
    /// The second step of a log-in failed: the code is wrong or was used already.
    CodeRefused = 401, "code_refused";
    /// The second step came too late, or failed too often: the log-in begins again.
    LoginExpired = 401, "login_expired";
    /// No account knows the passkey, or it did not sign what was asked.
    PasskeyRefused = 401, "passkey_refused";
    /// The centre asks for a second factor, and the account has none yet.
    SecondFactorRequired = 403, "second_factor_required";
    /// The person has another shift at that time.
    ShiftOverlap = 409, "shift_overlap";
    /// The person is absent at that time.
    AbsentThen = 409, "absent_then";
    /// A log-in at a provider took too long, was begun in another browser, or is over already.
    LoginFlowGone = 400, "login_flow_gone";
    /// The person broke off at the provider.
    LoginCancelled = 403, "login_cancelled";
    /// The provider let nobody in, or says that something is set up wrongly.
    ProviderRefused = 403, "provider_refused";
    /// What the provider says about the person cannot be trusted.
    ProviderUntrusted = 403, "provider_untrusted";
    /// The provider does not answer, or not as it must.
    ProviderUnreachable = 503, "provider_unreachable";
    /// The person logged in at the provider by weaker means than required.
    AssuranceTooLow = 403, "assurance_too_low";
    /// No account is linked to the identity.
    IdentityNotLinked = 403, "identity_not_linked";
    /// The identity is linked to another account.
    IdentityTaken = 409, "identity_taken";
    /// The log-in is too old for this: log in again first.
    LoginNotFresh = 403, "login_not_fresh";
    /// The caller has a dry run going on already.
    DryRunGoesOn = 409, "dry_run_goes_on";
    /// As many dry runs go on as the service can bear.
    DryRunsBusy = 429, "dry_runs_busy";
    /// The token's organisation is not registered as a partner.
    PartnerUnknown = 403, "partner_unknown";
    /// The partner is suspended.
    PartnerSuspended = 403, "partner_suspended";
    /// The token lacks the scope, or the partner was not given it.
    ScopeMissing = 403, "scope_missing";
    /// The issuer of the token does not answer, so that nobody can tell whether it is genuine.
    IssuerUnreachable = 503, "issuer_unreachable";
}
