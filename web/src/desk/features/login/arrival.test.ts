import { afterEach, expect, test, vi } from 'vitest';
import { takeSecondStep } from './arrival';

const replaceState = vi.fn<History['replaceState']>();

function arriveAt(pathname: string, search: string, hash: string): void {
  replaceState.mockClear();
  vi.stubGlobal('location', { pathname, search, hash });
  vi.stubGlobal('history', { state: null, replaceState });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test('the second step stands behind the #, and not for long', () => {
  arriveAt('/desk/centre', '', '#second_step=secret&methods=recovery_code.totp.carrier_pigeon&expires_in=300');
  expect(takeSecondStep()).toEqual({ token: 'secret', methods: ['totp', 'recovery_code'], expires_in: 300 });
  expect(replaceState).toHaveBeenCalledWith(null, '', '/desk/centre');
});

test('other addresses stay as they are', () => {
  for (const hash of ['', '#main', '#a-token-of-something-else']) {
    arriveAt('/desk/', '?problem=login_cancelled', hash);
    expect(takeSecondStep()).toBeUndefined();
    expect(replaceState).not.toHaveBeenCalled();
  }
});
