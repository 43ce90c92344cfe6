export { createVeiviser, idempotencyKey, type Veiviser, type VeiviserOptions } from './client.js';
export { Refusal, unwrap, type FieldFault } from './refusal.js';
export { TokenRefusal, keyToken, type KeyTokenOptions, type PrivateKey, type TokenSource } from './token.js';
export type { components, operations, paths } from './partner.js';
export type { WebhookEvent } from './events.js';
