//! The OpenAPI documents and the list of operations.

use access::{AccessApi, AuditApi};
use centres::{AdministrationApi, CentresApi, ServiceCentresApi};
use contacts::{ContactsApi, ConversationsApi};
use platform::http::{Audience, Document, Operations};
use poem_openapi::OpenApiService;

/// Version of the product, and of the documents of its own browser side.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Every API of the product.
#[derive(Clone)]
pub(crate) struct Apis {
    pub(crate) access: AccessApi,
    pub(crate) administration: AdministrationApi,
    pub(crate) audit: AuditApi,
    pub(crate) centres: CentresApi,
    pub(crate) service: ServiceCentresApi,
    pub(crate) contacts: ContactsApi,
    pub(crate) conversations: ConversationsApi,
}

impl Apis {
    /// The documents, one per audience.
    pub(crate) fn documents(&self) -> Result<Vec<Document>, serde_json::Error> {
        let public = OpenApiService::new(
            (self.conversations.clone(), self.service.clone()),
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
                self.audit,
                self.centres.clone(),
                self.contacts.clone(),
            ),
            "Veiviser for staff",
            VERSION,
        )
        .description("The desk of counsellors, and their centres.");
        let changes = OpenApiService::new(self.administration, "Changes of centres", VERSION);
        let (public, staff) = (public.server("/api/v1"), staff.server("/api/v1"));
        Ok(vec![
            Document::new("public", Audience::Public, &public.spec(), &[])?,
            Document::new("staff", Audience::Staff, &staff.spec(), &[changes.spec()])?,
        ])
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

/// The committed list: one line an operation, sorted by id.
pub fn operations_text(documents: &[Document]) -> String {
    let mut lines: Vec<String> = operations(documents)
        .0
        .iter()
        .map(|op| {
            let action = match op.audience {
                Audience::Public => "-".to_owned(),
                Audience::Staff => op.action(),
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
