import { useState } from 'react';
import type { PendingLogin } from '../../../api/shapes';
import { useI18n } from '../../app/i18n';

const METHODS = ['totp', 'passkey', 'recovery_code'] as const satisfies PendingLogin['methods'];

/** The second step that is asked of whoever comes back from a provider; read once, then taken out of the address. */
export function takeSecondStep(): PendingLogin | undefined {
  const said = new URLSearchParams(location.hash.slice(1));
  const token = said.get('second_step');
  if (token === null) return undefined;
  history.replaceState(history.state, '', location.pathname + location.search);
  const words = said.get('methods')?.split('.') ?? [];
  return {
    token,
    methods: METHODS.filter((method) => words.includes(method)),
    expires_in: Number(said.get('expires_in')),
  };
}

/** What the server says in the address of whoever comes back from a provider; read once, then taken out of it. */
export function takeFromAddress(name: string): string | undefined {
  const url = new URL(location.href);
  const value = url.searchParams.get(name) ?? undefined;
  if (value !== undefined) {
    url.searchParams.delete(name);
    history.replaceState(history.state, '', url.pathname + url.search);
  }
  return value;
}

/** Why somebody who comes back from a provider is not where they wanted to be. */
export function useArrivalProblem(): string | undefined {
  const { t, name } = useI18n();
  const [code] = useState(() => takeFromAddress('problem'));
  if (code === undefined) return undefined;
  const text = name('problem', code);
  return text === code ? t('desk.error.unexpected') : text;
}
