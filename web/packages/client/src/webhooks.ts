// @generated from openapi/webhooks.json by `npm run generate`.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Webhooks of Veiviser
         * @description Bodies of POST requests to your endpoints, signed after the Standard Webhooks specification. They hold ids and words of closed sets, nothing about persons.
         */
        WebhookEvent: {
            data: {
                referral_id: string;
                /** @enum {string} */
                state: "expired";
            };
            /** Format: date-time */
            timestamp: string;
            /** @constant */
            type: "referral.expired";
        } | {
            data: {
                /** @enum {string} */
                came: "yes";
                referral_id: string;
            };
            /** Format: date-time */
            timestamp: string;
            /** @constant */
            type: "referral.shared";
        } | {
            data: {
                referral_id: string;
            };
            /** Format: date-time */
            timestamp: string;
            /** @constant */
            type: "referral.sharing_withdrawn";
        } | {
            data: {
                /** @enum {string} */
                because: "failing" | "gone";
                webhook_endpoint_id: string;
            };
            /** Format: date-time */
            timestamp: string;
            /** @constant */
            type: "webhook_endpoint.disabled";
        } | {
            data: {
                webhook_endpoint_id: string;
            };
            /** Format: date-time */
            timestamp: string;
            /** @constant */
            type: "webhook_endpoint.test";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
