//! The OpenAPI documents and the list of operations.

use access::{AccessApis, AuditApi, OidcApi, ProviderApi, StaffAccessApi};
use centres::{
    AdministrationApi, AgreementsApi, CalendarApi, CentresApi, ClassesApi, FeedApi, LedgerApi,
    NationalHoursApi, OnboardingApi, ProfileApi, RotaApis, ServiceCentresApi,
};
use contacts::{ClassCodesApi, ContactsApi, ConversationsApi, RetentionApi, RoutingApis};
use partners::{
    OPEN_OPERATIONS, PartnerAdministrationApi, PartnerApis, PersonApi, ReferralsApi, WebhooksApi,
    need_word,
};
use platform::http::{Audience, Document, Operations};
use poem_openapi::OpenApiService;

/// Version of the product, and of the documents of its own browser side.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Version of the document for partners, which others build upon: its first number is in the path.
const PARTNER_VERSION: &str = "1.0.0";

/// Every API of the product.
#[derive(Clone)]
pub(crate) struct Apis {
    pub(crate) access: AccessApis,
    pub(crate) oidc: OidcApi,
    pub(crate) providers: ProviderApi,
    pub(crate) staff_access: StaffAccessApi,
    pub(crate) administration: AdministrationApi,
    pub(crate) agreements: AgreementsApi,
    pub(crate) audit: AuditApi,
    pub(crate) calendar: CalendarApi,
    pub(crate) centres: CentresApi,
    pub(crate) classes: ClassesApi,
    pub(crate) national_hours: NationalHoursApi,
    pub(crate) onboarding: OnboardingApi,
    pub(crate) profiles: ProfileApi,
    pub(crate) rota: RotaApis,
    pub(crate) feed: FeedApi,
    pub(crate) service: ServiceCentresApi,
    pub(crate) contacts: ContactsApi,
    pub(crate) conversations: ConversationsApi,
    pub(crate) class_codes: ClassCodesApi,
    pub(crate) routing: RoutingApis,
    pub(crate) retention: RetentionApi,
    pub(crate) ledger: LedgerApi,
    pub(crate) partner: PartnerApis,
    pub(crate) referrals: ReferralsApi,
    pub(crate) referral_codes: PersonApi,
    pub(crate) webhooks: WebhooksApi,
    pub(crate) partners: PartnerAdministrationApi,
}

impl Apis {
    /// The documents, one per audience.
    pub(crate) fn documents(&self) -> Result<Vec<Document>, serde_json::Error> {
        let public = OpenApiService::new(
            (
                (self.conversations.clone(), self.class_codes.clone()),
                self.service.clone(),
                self.feed.clone(),
                self.referral_codes.clone(),
            ),
            "Veiviser for seekers",
            VERSION,
        )
        .description(
            "Whether the service is open, and anonymous conversations. No log-in: a conversation is \
             held by an unguessable token.",
        );
        let staff = OpenApiService::new(
            (
                self.access.clone(),
                (self.oidc.clone(), self.providers.clone()),
                self.audit,
                self.staff_access.clone(),
                self.centres.clone(),
                self.contacts.clone(),
                self.retention.clone(),
            ),
            "Veiviser for staff",
            VERSION,
        )
        .description("The desk of counsellors, and their centres.");
        let changes = (
            (self.administration.clone(), self.agreements, self.ledger),
            (
                self.calendar,
                self.national_hours.clone(),
                self.classes.clone(),
            ),
            self.onboarding.clone(),
            self.profiles,
        );
        let changes = OpenApiService::new(changes, "Changes of centres", VERSION);
        let rota = OpenApiService::new(self.rota.clone(), "Rota", VERSION);
        let routing = OpenApiService::new(self.routing.clone(), "Routing", VERSION);
        let partners = OpenApiService::new(self.partners.clone(), "Partners", VERSION);
        let (public, staff) = (public.server("/api/v1"), staff.server("/api/v1"));
        Ok(vec![
            Document::new("public", Audience::Public, &public.spec(), &[])?,
            Document::new(
                "staff",
                Audience::Staff,
                &staff.spec(),
                &[changes.spec(), rota.spec(), routing.spec(), partners.spec()],
            )?
            .without_token(access::OPEN_OPERATIONS),
            self.partner_document()?,
        ])
    }
}

impl Apis {
    fn partner_document(&self) -> Result<Document, serde_json::Error> {
        let partner = OpenApiService::new(
            (
                self.partner.clone(),
                self.referrals.clone(),
                self.webhooks.clone(),
            ),
            "Veiviser for partners",
            PARTNER_VERSION,
        )
        .description(
            "For the systems of Nav and of school owners. A token comes from Maskinporten, or from \
             `token_create` for a registered key. Scopes have the prefix `veiviser:` where none is agreed.",
        )
        .server(Audience::Partner.base());
        let document = Document::new("partner", Audience::Partner, &partner.spec(), &[])?;
        Ok(document.without_token(OPEN_OPERATIONS))
    }
}

/// All operations of all documents.
pub(crate) fn operations(documents: &[Document]) -> Operations {
    Operations(
        documents
            .iter()
            .flat_map(|document| document.operations().0)
            .collect(),
    )
}

/// The schema of what partners are told of by webhooks.
pub fn webhooks_text() -> String {
    format!("{:#}\n", partners::webhooks_schema())
}

/// The committed list: one line an operation, sorted by id.
pub fn operations_text(documents: &[Document]) -> String {
    let mut lines: Vec<String> = operations(documents)
        .0
        .iter()
        .map(|op| {
            let action = match op.audience {
                Audience::Public => "-".to_owned(),
                Audience::Staff => op.action(),
                Audience::Partner => need_word(&op.id),
            };
            format!(
                "{:<26} {:<7} {:<46} {action}\n",
                op.id,
                op.method.as_str(),
                op.path
            )
        })
        .collect();
    lines.sort();
    lines.concat()
}
