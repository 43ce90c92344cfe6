import type { ServiceStatus } from '../api/shapes';
import type { Language } from '../i18n/catalogue';
import { h } from '../ui/dom';
import type { LiveText } from './main';

/** Puts the notices of a status into the list that the server filled when the page came. */
export function showNotices(list: Element, { notices }: ServiceStatus, language: Language, t: LiveText): void {
  const items = notices
    .filter(({ places }) => places.includes('pages'))
    .map(({ text, language: own }) => {
      if (own === language) return h('li', '', {}, text);
      return h('li', '', {}, h('span', '', { attributes: { lang: own } }, text), ` (${t(`language.${own}`)})`);
    });
  // What is there already is not said again.
  if (told(items) !== told(list.children)) list.replaceChildren(...items);
}

function told(items: Iterable<Element>): string {
  return JSON.stringify(Array.from(items, (item) => item.textContent));
}
