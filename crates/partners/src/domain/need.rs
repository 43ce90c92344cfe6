//! What a token must be good for. What stands in no row is refused.

use kernel::PartnerScope;

/// What an operation asks of whoever calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Nothing: it is how one gets a token.
    Nothing,
    /// Any token of the partner's.
    Token,
    /// A token the partner got by its own key: nobody acts on its behalf.
    OwnKey,
    /// A token with the scope.
    Scope(PartnerScope),
}

/// By operation id.
const NEEDS: &[(&str, Need)] = &[
    ("token_create", Need::Nothing),
    ("organisation_get", Need::Token),
    (
        "availability_get",
        Need::Scope(PartnerScope::AvailabilityRead),
    ),
    ("centre_index", Need::Scope(PartnerScope::AvailabilityRead)),
    ("centre_card", Need::Scope(PartnerScope::AvailabilityRead)),
    ("statistics_get", Need::Scope(PartnerScope::StatisticsRead)),
    ("own_class_list", Need::Scope(PartnerScope::ClassWrite)),
    ("own_class_create", Need::Scope(PartnerScope::ClassWrite)),
    ("own_class_get", Need::Scope(PartnerScope::ClassWrite)),
    ("own_class_end", Need::Scope(PartnerScope::ClassWrite)),
    ("own_key_list", Need::OwnKey),
    ("own_key_create", Need::OwnKey),
    ("own_key_delete", Need::OwnKey),
    ("referral_create", Need::Scope(PartnerScope::ReferralWrite)),
    ("referral_list", Need::Scope(PartnerScope::ReferralWrite)),
    ("referral_get", Need::Scope(PartnerScope::ReferralWrite)),
    (
        "referral_withdraw",
        Need::Scope(PartnerScope::ReferralWrite),
    ),
    (
        "webhook_endpoint_list",
        Need::Scope(PartnerScope::WebhookManage),
    ),
    (
        "webhook_endpoint_create",
        Need::Scope(PartnerScope::WebhookManage),
    ),
    (
        "webhook_endpoint_get",
        Need::Scope(PartnerScope::WebhookManage),
    ),
    (
        "webhook_endpoint_update",
        Need::Scope(PartnerScope::WebhookManage),
    ),
    (
        "webhook_endpoint_delete",
        Need::Scope(PartnerScope::WebhookManage),
    ),
    (
        "webhook_endpoint_rotate_secret",
        Need::Scope(PartnerScope::WebhookManage),
    ),
    (
        "webhook_endpoint_replay",
        Need::Scope(PartnerScope::WebhookManage),
    ),
    (
        "webhook_endpoint_test",
        Need::Scope(PartnerScope::WebhookManage),
    ),
    (
        "webhook_delivery_list",
        Need::Scope(PartnerScope::WebhookManage),
    ),
    (
        "webhook_delivery_replay",
        Need::Scope(PartnerScope::WebhookManage),
    ),
];

/// What an operation needs; none where nobody may call it.
pub(crate) fn need_of(operation: &str) -> Option<Need> {
    let known = NEEDS.iter().find(|(id, _)| *id == operation);
    known.map(|(_, need)| *need)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_listed_is_refused() {
        assert_eq!(need_of("token_create"), Some(Need::Nothing));
        for unknown in ["", "token", "partner_create"] {
            assert_eq!(need_of(unknown), None);
        }
    }
}
