import type { Referral } from '../api/shapes';
import type { Language, MessageKey, Translate } from '../i18n/catalogue';
import { type SpokenKey, spokenInstant } from '../i18n/spoken';
import { h, setShown, setText } from '../ui/dom';

type ReferralKey =
  | Extract<MessageKey, `site.referral.${string}` | `topic.${string}` | `county.${string}` | `language.${string}`>
  | SpokenKey;
export type ReferralText = Translate<ReferralKey>;

export function button(text: string, variant: 'primary' | 'secondary', click?: () => void): HTMLButtonElement {
  const element = h(
    'button',
    'ds-button',
    { attributes: { type: click === undefined ? 'submit' : 'button', 'data-variant': variant } },
    text,
  );
  if (click !== undefined) element.addEventListener('click', click);
  return element;
}

export function paragraph(text: string): HTMLElement {
  return h('p', 'ds-paragraph', {}, text);
}

function heading(text: string): HTMLElement {
  return h('h2', 'ds-heading', { attributes: { 'data-size': 'sm', tabindex: '-1' } }, text);
}

/** Something is wrong, or over. */
export function notice(text: string): HTMLElement {
  return h('div', 'ds-alert', { attributes: { 'data-color': 'warning', role: 'alert' } }, paragraph(text));
}

/** The way to the chat for everybody. */
export function without(language: Language, t: ReferralText): HTMLElement {
  const href = `${language === 'nb' ? '/' : `/${language}/`}#chat`;
  return h('p', 'ds-paragraph', {}, h('a', 'ds-link', { attributes: { href } }, t('site.referral.without')));
}

/** Takes a code that is typed. */
export function codeForm(t: ReferralText, submit: (typed: string) => boolean): HTMLElement {
  const fault = h('p', 'ds-validation-message', { attributes: { id: 'code-fault', hidden: true } });
  const input = h('input', 'ds-input code-input', {
    attributes: {
      id: 'code',
      type: 'text',
      autocomplete: 'off',
      autocapitalize: 'characters',
      spellcheck: 'false',
      'aria-describedby': 'code-help code-fault',
    },
  });
  const field = h(
    'div',
    'ds-field',
    {},
    h('label', 'ds-label', { attributes: { for: 'code' } }, t('site.referral.form_label')),
    h('p', 'subtle', { attributes: { id: 'code-help', 'data-field': 'description' } }, t('site.referral.form_help')),
    input,
    fault,
  );
  const sent = (event: Event): void => {
    event.preventDefault();
    const isCode = submit(input.value);
    setShown(fault, !isCode);
    setText(fault, isCode ? '' : t('site.referral.form_invalid'));
    input.setAttribute('aria-invalid', String(!isCode));
    if (!isCode) input.focus();
  };
  return h(
    'form',
    'referral-part',
    { attributes: { novalidate: true }, on: { submit: sent } },
    heading(t('site.referral.form_heading')),
    field,
    h('div', '', {}, button(t('site.referral.form_submit'), 'primary')),
  );
}

/** Who points the person here, and with what. */
export function summary(referral: Referral, t: ReferralText): HTMLElement {
  const { partner, language, county, topic, expires_at } = referral;
  const facts: readonly (readonly [string, string] | undefined)[] = [
    topic === undefined ? undefined : [t('site.referral.topic'), t(`topic.${topic}`)],
    county === undefined ? undefined : [t('site.referral.county'), t(`county.${county}`)],
    [t('site.referral.language'), t(`language.${language}`)],
    [t('site.referral.expires'), spokenInstant(expires_at, new Date(), t)],
  ];
  const lines = facts.filter((fact) => fact !== undefined);
  return h(
    'section',
    'referral-part',
    {},
    heading(t('site.referral.found', { partner })),
    paragraph(t('site.referral.found_text')),
    h(
      'dl',
      'facts',
      {},
      ...lines.map(([name, value]) => h('div', '', {}, h('dt', '', {}, name), h('dd', '', {}, value))),
    ),
  );
}

/** What the partner is told. */
export function known(partner: string, t: ReferralText): HTMLElement {
  const lines = ([1, 2, 3] as const).map((n) => h('li', '', {}, t(`site.referral.known_${n}`, { partner })));
  return h(
    'section',
    'referral-part',
    {},
    heading(t('site.referral.known_heading', { partner })),
    h('ul', 'ds-list', {}, ...lines),
  );
}

/** Why nothing changed. */
export type SharingFault = Extract<ReferralKey, 'site.referral.broken' | 'site.referral.failed'>;

/** For somebody who came: `change` lets the partner know or not, and answers why that was not done. */
export function sharing(
  { partner, shared }: Referral,
  t: ReferralText,
  change: (share: boolean) => Promise<SharingFault | undefined>,
): HTMLElement {
  const outcome = h('p', 'ds-paragraph', { attributes: { role: 'status' } });
  const input = h('input', 'ds-input', {
    attributes: { id: 'share', type: 'checkbox', role: 'switch', 'aria-describedby': 'share-help' },
  });
  input.checked = shared;
  let busy = false;
  const changed = async (): Promise<void> => {
    const share = input.checked;
    busy = true;
    const fault = await change(share);
    busy = false;
    if (fault !== undefined) input.checked = !share;
    const done = share ? 'site.referral.share_on' : 'site.referral.share_off';
    setText(outcome, fault === undefined ? t(done, { partner }) : t(fault));
  };
  input.addEventListener('click', (event) => {
    // One answer at a time: what it shows is what the service said last.
    if (busy) event.preventDefault();
  });
  input.addEventListener('change', () => void changed());
  return h(
    'section',
    'referral-part',
    {},
    h(
      'div',
      'ds-field',
      {},
      input,
      h('label', 'ds-label', { attributes: { for: 'share' } }, t('site.referral.share', { partner })),
      h('p', '', { attributes: { id: 'share-help', 'data-field': 'description' } }, t('site.referral.share_help')),
    ),
    outcome,
  );
}
