import { expect, test } from 'vitest';
import type { ProviderPreset } from '../shapes';
import { draftBy, draftOf, faultOf, inputOf } from './draft';

const preset: ProviderPreset = {
  preset: 'entra_id',
  name: 'Microsoft Entra ID',
  issuer: 'https://login.microsoftonline.com/{tenant}/v2.0',
  test_issuer: '',
  scopes: ['openid'],
  acr_values: [],
};

test('a preset leaves open what only the administrator knows', () => {
  const draft = draftBy(preset);
  expect(faultOf(draft, 'issuer')).toBe('desk.admin.providers.tenant');
  expect(faultOf(draft, 'client_id')).toBe('desk.admin.providers.missing');
  expect(faultOf(draft, 'scopes')).toBeUndefined();
});

test('another kind keeps what was agreed for this service', () => {
  const before = { ...draftBy(preset), client_id: 'veiviser', client_secret: 's' };
  const draft = draftBy({ ...preset, preset: 'feide', name: 'Feide' }, before);
  expect([draft.name, draft.client_id, draft.client_secret]).toEqual(['Feide', 'veiviser', 's']);
});

test('words are split, and an empty secret is not sent', () => {
  const draft = { ...draftBy(preset), scopes: ' openid  profile ', acr_values: '' };
  const input = inputOf(draft);
  expect(input.scopes).toEqual(['openid', 'profile']);
  expect(input.acr_values).toEqual([]);
  expect('client_secret' in input).toBe(false);
});

test('addresses begin with https, but on the machine itself', () => {
  const provider = { ...inputOf(draftBy(preset)), id: 'idp_1', has_secret: true };
  const fault = (issuer: string) => faultOf({ ...draftOf(provider), issuer }, 'issuer');
  expect(fault('https://idporten.no')).toBeUndefined();
  expect(fault('http://127.0.0.1:4000')).toBeUndefined();
  expect(fault('http://idporten.no')).toBe('desk.admin.providers.https');
  expect(fault(' ')).toBe('desk.admin.providers.missing');
});
