import catalogues from 'virtual:catalogues?site.live.,wait.,when.,weekday.,county.,language.';
import { PublicClient } from '../api/public-client';
import { isLanguage, translator } from '../i18n/catalogue';
import { h } from '../ui/dom';
import { details, nameOf } from './details';
import type { LiveText } from './main';

const language = isLanguage(document.documentElement.lang) ? document.documentElement.lang : 'nb';
const t: LiveText = translator(catalogues[language]);
const client = new PublicClient(new URL('/', location.href), () => language);

/** Shows the centre whose id the address names, and keeps it when the language is changed. */
async function show(): Promise<void> {
  const place = document.querySelector('#centre');
  const id = new URLSearchParams(location.search).get('id') ?? '';
  if (place === null) return;
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.languages a[hreflang]')) {
    link.search = location.search;
  }
  try {
    const centre = await client.centre(id);
    document.title = `${nameOf(centre, language)} – ${document.title}`;
    place.replaceChildren(...details(centre, language, t));
  } catch {
    const title = h('h1', 'ds-heading', { attributes: { 'data-size': 'lg' } }, t('site.live.centre_title'));
    const sorry = h('p', 'ds-paragraph', { attributes: { role: 'alert' } }, t('site.live.centre_missing'));
    place.replaceChildren(title, sorry);
  }
}

void show();
