// The partners' part of the API.
import type { components } from '../../../api/staff';

type Staff = components['schemas'];

export const ENVIRONMENTS = ['sandbox', 'production'] as const satisfies Environment[];
export type Environment = Partner['environment'];

/** What a partner may be given, without the prefix that stands before it on the wire. */
export const SCOPES = [
  'availability.read',
  'referral.write',
  'appointment.write',
  'webhook.manage',
  'statistics.read',
  'class.write',
] as const satisfies Scope[];
export type Scope = Partner['scopes'][number];

export const QUOTAS = ['small', 'medium', 'large'] as const satisfies Quota[];
export type Quota = Partner['quota'];

/** What a coordinator decides about a partner again and again; without centres: all, also those to come. */
export type PartnerChange = Staff['PartnerChange'];
export type NewPartner = Staff['PartnerInput'];
export type Partner = Staff['Partner'];
export type PartnerKey = Staff['PartnerKey'];
export type NewPartnerKey = Staff['PartnerKeyInput'];
/** How often an operation was called on a day. */
export type UsageDay = Staff['PartnerUsageDay'];

/** What the service says of itself to programs (RFC 8414). */
export interface Metadata {
  issuer: string;
  token_endpoint: string;
  scopes_supported: string[];
}
