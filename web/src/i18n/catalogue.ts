import type nb from '../../messages/nb.json';

/** Every text the catalogues hold. A key that does not exist is a type error. */
export type MessageKey = keyof typeof nb;

/** The languages of the service: bokmål, nynorsk, northern Sami, English. */
export const LANGUAGES = ['nb', 'nn', 'se', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export type Catalogue = Readonly<Record<string, string>>;
export type Values = Readonly<Record<string, string | number>>;

/** Looks up a text and fills its `{placeholders}`. */
export type Translate<Key extends string = MessageKey> = (key: Key, values?: Values) => string;

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** Replaces each `{name}` that has a value; the others stay as they are. */
export function fill(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : String(value);
  });
}

/** A translator over one catalogue. An unknown key is shown as itself, so that the page stays usable. */
export function translator<Key extends string = MessageKey>(catalogue: Catalogue): Translate<Key> {
  return (key, values) => fill(catalogue[key] ?? key, values);
}

/** The key when the catalogue has it; for keys built from data, such as `problem.<code>`. */
export function knownKey<Key extends string = MessageKey>(
  catalogue: Readonly<Partial<Record<Key, string>>>,
  key: string,
): Key | undefined {
  return Object.hasOwn(catalogue, key) ? (key as Key) : undefined;
}
