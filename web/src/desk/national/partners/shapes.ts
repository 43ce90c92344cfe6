// The partners' part of the API.

export const ENVIRONMENTS = ['sandbox', 'production'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** What a partner may be given, without the prefix that stands before it on the wire. */
export const SCOPES = [
  'availability.read',
  'referral.write',
  'appointment.write',
  'webhook.manage',
  'statistics.read',
  'class.write',
] as const;
export type Scope = (typeof SCOPES)[number];

export const QUOTAS = ['small', 'medium', 'large'] as const;
export type Quota = (typeof QUOTAS)[number];

/** What a coordinator decides about a partner again and again. */
export interface PartnerChange {
  name: string;
  contact: string;
  scopes: Scope[];
  /** Absent: all, also those to come. */
  centres?: string[];
  quota: Quota;
}

export interface NewPartner extends PartnerChange {
  organisation: string;
  environment: Environment;
}

export interface Partner extends NewPartner {
  id: string;
  requests_per_minute: number;
  state: 'active' | 'suspended';
  created_at: string;
}

export interface PartnerKey {
  id: string;
  kid: string;
  algorithm: string;
  jwk: unknown;
  not_after?: string;
  created_at: string;
}

export interface NewPartnerKey {
  jwk: unknown;
  not_after?: string;
}

/** How often an operation was called on a day. */
export interface UsageDay {
  day: string;
  operation: string;
  calls: number;
  /** Of these, answered with 4xx. */
  refused: number;
  /** Of these, answered with 5xx. */
  failed: number;
}

/** What the service says of itself to programs (RFC 8414). */
export interface Metadata {
  issuer: string;
  token_endpoint: string;
  scopes_supported: string[];
}
