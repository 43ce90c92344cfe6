import { useSyncExternalStore } from 'react';
import { isLanguage, type Language } from '../../i18n/catalogue';

export type Theme = 'auto' | 'light' | 'dark';

/** What a counsellor chooses for this browser. */
export interface Settings {
  language: Language;
  theme: Theme;
  sound: boolean;
  notifications: boolean;
  shortcuts: boolean;
}

const KEY = 'veiviser.desk.settings';
const listeners = new Set<() => void>();
let current = read(localStorageOrNothing()?.getItem(KEY) ?? null, preferredLanguages());

/** The settings in a stored text; what is missing or wrong gets its default. */
export function read(stored: string | null, languages: readonly string[]): Settings {
  let values: Partial<Record<keyof Settings, unknown>> = {};
  try {
    const parsed: unknown = JSON.parse(stored ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) values = parsed;
  } catch {
    // A damaged store gives the defaults.
  }
  return {
    language: isLanguage(values.language) ? values.language : guess(languages),
    theme: values.theme === 'light' || values.theme === 'dark' ? values.theme : 'auto',
    sound: values.sound !== false,
    notifications: values.notifications === true,
    shortcuts: values.shortcuts !== false,
  };
}

export function settings(): Settings {
  return current;
}

/** Changes some settings and remembers them. */
export function change(part: Partial<Settings>): void {
  current = { ...current, ...part };
  localStorageOrNothing()?.setItem(KEY, JSON.stringify(current));
  for (const listener of listeners) listener();
}

export function useSettings(): Settings {
  return useSyncExternalStore(subscribe, settings);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function guess(languages: readonly string[]): Language {
  for (const language of languages) {
    const short = language.slice(0, 2).toLowerCase();
    if (isLanguage(short)) return short;
    if (short === 'no') return 'nb';
  }
  return 'nb';
}

function preferredLanguages(): readonly string[] {
  return typeof navigator === 'undefined' ? [] : navigator.languages;
}

function localStorageOrNothing(): Storage | undefined {
  try {
    return typeof localStorage === 'undefined' ? undefined : localStorage;
  } catch {
    return undefined;
  }
}
