import type { ServiceStatus } from '../api/shapes';
import type { Language } from '../i18n/catalogue';
import { h } from '../ui/dom';

/** Puts the notices of a status into the list that the server filled when the page came. */
export function showNotices(list: Element, { notices }: ServiceStatus, language: Language): void {
  const shown = notices.filter(({ places }) => places.includes('pages'));
  const look = shown.map(({ text, language: own }) => `${own} ${text}`);
  const before = [...list.children].map((item) => `${(item as HTMLElement).lang || language} ${item.textContent}`);
  // What is there already is not said again.
  if (JSON.stringify(look) === JSON.stringify(before)) return;
  list.replaceChildren(
    ...shown.map(({ text, language: own }) =>
      h('li', '', { attributes: { lang: own === language ? undefined : own } }, text),
    ),
  );
}
