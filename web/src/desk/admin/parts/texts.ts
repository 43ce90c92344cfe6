import { LANGUAGES, type Language } from '../../../i18n/catalogue';
import type { Reason } from '../shapes';

/** A text in every language while it is written; what is empty is not there. */
export type Texts = Readonly<Record<Language, string>>;

export function textsOf(text: Reason): Texts {
  return { nb: text.nb ?? '', nn: text.nn ?? '', se: text.se ?? '', en: text.en ?? '' };
}

/** What to send of it. */
export function given(texts: Texts): Reason {
  const written = LANGUAGES.map((language) => [language, texts[language].trim()] as const);
  return Object.fromEntries(written.filter(([, text]) => text !== ''));
}

/** Whether it is there in some language but neither in bokmål nor in nynorsk. */
export function lacksMain(texts: Texts): boolean {
  const { nb, nn, ...others } = given(texts);
  return nb === undefined && nn === undefined && Object.keys(others).length > 0;
}

/** Bokmål and nynorsk stand in for each other and for the rest, as the server has it. */
export function nearest(text: Reason, language: Language): string | undefined {
  return text[language] ?? text.nb ?? text.nn ?? text.en ?? text.se;
}
