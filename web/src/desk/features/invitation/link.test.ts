import { expect, test } from 'vitest';
import { tokenOf } from './link';

const storage = (token: string | null) => ({
  getItem: () => token,
  setItem: () => undefined,
  removeItem: () => undefined,
});
const at = (pathname: string, hash = '') => ({ pathname, hash });

test('the token is what stands behind the #, before one that was kept', () => {
  expect(tokenOf(at('/desk/invitation', '#new'), storage(null))).toBe('new');
  expect(tokenOf(at('/desk/invitation', '#new'), storage('old'))).toBe('new');
});

test('a token that was kept survives a reload and a log-in elsewhere', () => {
  expect(tokenOf(at('/desk/invitation'), storage('kept'))).toBe('kept');
  expect(tokenOf(at('/desk/'), storage('kept'))).toBe('kept');
});

test('a link without a token is one, though of no use; other pages have none', () => {
  expect(tokenOf(at('/desk/invitation'), storage(null))).toBe('');
  expect(tokenOf(at('/desk/centre', '#main'), storage(null))).toBeUndefined();
});
