import { expect, test } from 'vitest';
import { audienceIn, fits } from './audiences';

const create = {
  id: 'referral_create',
  method: 'post',
  path: '/referrals',
  summary: 'Create referral',
  description: 'Needs the scope `referral.write`.',
};

test('the address tells whose reference is shown', () => {
  expect(audienceIn('?audience=partner')).toBe('partner');
  expect(audienceIn('?audience=nobody')).toBe('public');
  expect(audienceIn('')).toBe('public');
});

test('an operation is found by name, path, method and description', () => {
  for (const words of ['referral_create', '/REFERRALS', 'post referral', 'scope write', '']) {
    expect(fits(create, words)).toBe(true);
  }
});

test('an operation that lacks one of the words is not shown', () => {
  expect(fits(create, 'post webhook')).toBe(false);
});
