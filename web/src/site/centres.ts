import type { PublicClient } from '../api/public-client';
import type { CentreCard } from '../api/shapes';
import type { Language } from '../i18n/catalogue';
import { localDate, spokenInstant } from '../i18n/spoken';
import { h } from '../ui/dom';
import { hoursLines } from './hours';
import type { LiveText } from './main';

/** Fills the list of career centres. */
export async function showCentres(client: PublicClient, language: Language, t: LiveText): Promise<void> {
  const place = document.querySelector('#centre-list');
  if (place === null) return;
  try {
    const centres = await client.centres();
    if (centres.length === 0) place.replaceChildren(h('p', 'ds-paragraph', {}, t('site.live.centres_none')));
    else place.replaceChildren(h('div', 'cards', {}, ...centres.map((centre) => card(centre, language, t))));
  } catch {
    place.replaceChildren(h('p', 'ds-paragraph', {}, t('site.live.centres_failed')));
  }
}

/** The page of a centre in a language. */
function pageOf({ id }: CentreCard, language: Language): string {
  return `${language === 'nb' ? '/' : `/${language}/`}centre/?id=${encodeURIComponent(id)}`;
}

function card(centre: CentreCard, language: Language, t: LiveText): HTMLElement {
  const languages = centre.languages.map((language) => t(`language.${language}`)).join(', ');
  return h(
    'article',
    'ds-card',
    { attributes: { 'data-color': 'neutral' } },
    h(
      'h3',
      'ds-heading',
      { attributes: { 'data-size': 'xs' } },
      h('a', 'ds-link', { attributes: { href: pageOf(centre, language) } }, centre.names[language] ?? centre.name),
    ),
    h('p', centre.open ? 'ds-paragraph state-open' : 'ds-paragraph subtle', {}, stateText(centre, t)),
    languages !== '' && h('p', 'ds-paragraph', {}, t('site.live.centre_languages', { languages })),
    ...sites(centre, t),
    ...folded(centre, t),
  );
}

/** Whether the centre is open, and when it opens next. */
export function stateText(centre: CentreCard, t: LiveText): string {
  if (centre.open) return t('site.live.centre_open');
  if (centre.next_opening === undefined) return t('site.live.centre_closed');
  return t('site.live.centre_next', { when: spokenInstant(centre.next_opening, new Date(), t) });
}

function sites(centre: CentreCard, t: LiveText): HTMLElement[] {
  if (centre.sites.length === 0) return [];
  const places = centre.sites.map((site) => h('li', '', {}, `${site.name}, ${site.address}, ${site.postal_place}`));
  return [h('details', '', {}, h('summary', '', {}, t('site.live.centre_sites')), h('ul', 'hours', {}, ...places))];
}

/** The hours of each channel, one list a channel. */
export function hours(centre: CentreCard, t: LiveText): HTMLElement[] {
  return (['chat', 'phone'] as const).flatMap((channel) => channelHours(centre, channel, t));
}

function folded(centre: CentreCard, t: LiveText): HTMLElement[] {
  const lists = hours(centre, t);
  return lists.length === 0 ? [] : [h('details', '', {}, h('summary', '', {}, t('site.live.centre_hours')), ...lists)];
}

function channelHours(centre: CentreCard, channel: 'chat' | 'phone', t: LiveText): HTMLElement[] {
  const lines = hoursLines(centre.hours, channel, localDate(new Date()));
  if (lines.length === 0) return [];
  const day = (weekday: number): string => t(`weekday.${weekday}` as 'weekday.1');
  const items = lines.map(({ from, to, times }) =>
    h('li', '', {}, `${from === to ? day(from) : `${day(from)}–${day(to)}`} ${times}`),
  );
  return [h('p', 'ds-paragraph', {}, t(`site.live.channel_${channel}`)), h('ul', 'hours', {}, ...items)];
}
