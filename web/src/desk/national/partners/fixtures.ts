import type { Partner, PartnerKey } from './shapes';

// Partners for tests.

export const NAV: Partner = {
  id: 'ptn_0000000000000000000000000n',
  organisation: '991825827',
  environment: 'production',
  name: 'Nav',
  contact: 'drift@nav.example',
  scopes: ['availability.read', 'referral.write'],
  centres: ['ctr_1', 'ctr_2'],
  quota: 'medium',
  requests_per_minute: 600,
  state: 'active',
  created_at: '2026-11-23T09:00:00Z',
};

export const KEY: PartnerKey = {
  id: 'pky_00000000000000000000000001',
  kid: '2026-11',
  algorithm: 'ES256',
  jwk: {},
  created_at: '2026-11-23T09:00:00Z',
};
