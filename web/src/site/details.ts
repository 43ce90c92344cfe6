import type { CentreCard } from '../api/shapes';
import type { Language } from '../i18n/catalogue';
import { h } from '../ui/dom';
import { hours, stateText } from './centres';
import type { LiveText } from './main';

type Text = CentreCard['description'];
type Site = CentreCard['sites'][number];

/** A text in the reader's language, else in the nearest one, which is then said to screen readers by its language. */
function near(text: Text, language: Language): { text: string; lang: Language } | undefined {
  const order: Language[] = [language, 'nb', 'nn', 'en', 'se'];
  for (const lang of order) {
    const found = text[lang];
    if (found !== undefined) return { text: found, lang };
  }
  return undefined;
}

/** The centre's name in a language. */
export function nameOf(centre: CentreCard, language: Language): string {
  return centre.names[language] ?? centre.name;
}

/** All that a centre tells of itself, for its own page. */
export function details(centre: CentreCard, language: Language, t: LiveText): HTMLElement[] {
  const languages = centre.languages.map((one) => t(`language.${one}`)).join(', ');
  return [
    h(
      'div',
      'centre-head',
      {},
      logo(centre, language),
      h('h1', 'ds-heading', { attributes: { 'data-size': 'lg' } }, nameOf(centre, language)),
    ),
    h('p', centre.open ? 'ds-paragraph state-open' : 'ds-paragraph subtle', {}, stateText(centre, t)),
    ...paragraph(centre.description, language),
    h('p', 'ds-paragraph', {}, t('site.live.centre_languages', { languages })),
    ...reach(centre, language, t),
    ...sites(centre, language, t),
    ...section(t('site.live.centre_hours'), hours(centre, t)),
  ].filter((part) => part !== undefined);
}

function logo(centre: CentreCard, language: Language): HTMLElement | undefined {
  if (!centre.logo) return undefined;
  const alt = near(centre.logo.alt, language)?.text ?? nameOf(centre, language);
  return h('img', 'centre-logo', { attributes: { src: centre.logo.path, alt } });
}

function paragraph(text: Text, language: Language): HTMLElement[] {
  const found = near(text, language);
  if (!found) return [];
  const lang = found.lang === language ? undefined : found.lang;
  return [h('p', 'ds-paragraph kept-breaks', { attributes: { lang } }, found.text)];
}

function section(title: string, content: HTMLElement[]): HTMLElement[] {
  if (content.length === 0) return [];
  return [h('section', '', {}, h('h2', 'ds-heading', { attributes: { 'data-size': 'sm' } }, title), ...content)];
}

function reach(centre: CentreCard, language: Language, t: LiveText): HTMLElement[] {
  const { telephone, email, website } = centre;
  const links = [
    telephone !== undefined && link(`tel:${telephone.replaceAll(' ', '')}`, telephone),
    email !== undefined && link(`mailto:${email}`, email),
    website !== undefined && link(website, website.replace(/^https?:\/\//, '')),
  ].filter((one) => one !== false);
  const list = links.length > 0 ? [h('ul', 'hours', {}, ...links.map((one) => h('li', '', {}, one)))] : [];
  return section(t('site.live.centre_reach'), [...paragraph(centre.reach, language), ...list]);
}

function link(href: string, text: string): HTMLElement {
  return h('a', 'ds-link', { attributes: { href } }, text);
}

function sites(centre: CentreCard, language: Language, t: LiveText): HTMLElement[] {
  return section(
    t('site.live.centre_sites'),
    centre.sites.map((site) =>
      h(
        'div',
        'centre-site',
        {},
        h('h3', 'ds-heading', { attributes: { 'data-size': 'xs' } }, site.name),
        h('p', 'ds-paragraph', {}, `${site.address}, ${site.postal_place}`),
        ...way(site, 'transport', language, t),
        ...way(site, 'access', language, t),
      ),
    ),
  );
}

function way(site: Site, which: 'access' | 'transport', language: Language, t: LiveText): HTMLElement[] {
  const text = paragraph(site[which], language);
  if (text.length === 0) return [];
  return [h('h4', 'ds-heading', { attributes: { 'data-size': '2xs' } }, t(`site.live.site_${which}`)), ...text];
}
