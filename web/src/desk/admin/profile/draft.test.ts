import { expect, test } from 'vitest';
import type { Profile } from '../shapes';
import { contactFaults, draftOf, fieldsOf, isFaulty, isSame, logoFault, profileOf } from './draft';

const profile: Profile = {
  names: { en: 'Careers Oslo' },
  description: { nb: 'Vi hjelper.' },
  reach: {},
  telephone: '22 00 00 00',
  logo_alt: {},
  modules: { chat: true, phone: false, callback: false, video: false, appointments: true, library: true },
};

test('a profile goes through the form unchanged', () => {
  const { telephone, ...rest } = profile;
  expect(profileOf(fieldsOf(draftOf(profile)))).toEqual({ ...rest, telephone });
  expect(isSame(draftOf(profile), { ...draftOf(profile), email: '  ' })).toBe(true);
});

test('contact is told as soon as it cannot be used', () => {
  const draft = { ...draftOf(profile), telephone: 'ring', email: 'a@b', website: 'karriere.no' };
  expect([...contactFaults(draft)]).toEqual(['telephone', 'email', 'website']);
  for (const telephone of ['123', '1234567', '123456789', '+47 22']) {
    expect([...contactFaults({ ...draftOf(profile), telephone })]).toEqual(['telephone']);
  }
  const right = { ...draft, telephone: '+47 22 00 00 00', email: 'a@b.no', website: 'https://karriere.no/oslo' };
  expect(contactFaults(right).size).toBe(0);
});

test('a text without Norwegian is a fault, a name without it is not', () => {
  const draft = draftOf(profile);
  expect(isFaulty(draft)).toBe(false);
  expect(isFaulty({ ...draft, description: { nb: '', nn: '', se: '', en: 'We help.' } })).toBe(true);
});

test('a logo is a small image of a known kind', () => {
  expect(logoFault({ size: 10, type: 'image/png' })).toBeUndefined();
  expect(logoFault({ size: 10, type: 'image/svg+xml' })).toBe('kind');
  expect(logoFault({ size: 256 * 1024 + 1, type: 'image/webp' })).toBe('large');
});
