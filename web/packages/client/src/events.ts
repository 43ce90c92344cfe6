import type { components } from './webhooks.js';

/** What is sent to your endpoint. Tell the kinds apart by `type`, and pass over one you do not know. */
export type WebhookEvent = components['schemas']['WebhookEvent'];
