import type { Language } from '../i18n/catalogue';

/** What a link brings behind its #: a code as somebody wrote it; nothing where the # leads to a place on the page. */
export function broughtBy(hash: string, isPlace: (id: string) => boolean): string | undefined {
  const behind = hash.replace(/^#/, '');
  if (behind === '' || isPlace(behind)) return undefined;
  try {
    return decodeURIComponent(behind);
  } catch {
    return behind;
  }
}

/** The page of referrals in a language. */
export function pageIn(language: Language): string {
  return language === 'nb' ? '/referral/' : `/${language}/referral/`;
}

/**
 * Where somebody is taken who followed the link of a message, which is the same in all languages; nowhere from a page
 * whose language they chose themselves.
 */
export function betterPage(path: string, language: Language): string | undefined {
  return path === '/referral' && language !== 'nb' ? pageIn(language) : undefined;
}
