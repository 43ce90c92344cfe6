import type { I18n } from '../../app/i18n';
import { same, type Fields } from '../../admin/parts/merge';
import { numberText } from '../parts/numbers';
import type { RuleDifference, Rules } from '../shapes';
import { ALL_RULES, CHOICES, fieldsOf, type RuleField } from './rules';

/** The name of a rule by its place, such as `offer_timeout_s.chat`; the place itself when it is not known. */
export function ruleName(i18n: I18n, path: string): string {
  const { t, name } = i18n;
  if (path === 'note') return t('desk.policy.note');
  const [first = '', ...rest] = path.split('.');
  const last = rest.at(-1);
  if (last === undefined) return name('desk.policy.rule', first);
  if (first === 'offer_timeout_s' || first === 'weights') {
    return t('desk.policy.rule_of_channel', { rule: name('desk.policy.rule', first), channel: name('channel', last) });
  }
  return name('desk.policy.rule', `${first}_${last}`);
}

/** What is set for a rule, in words with its unit. */
export function ruleText(i18n: I18n, path: string, value: unknown): string {
  const { t, name, plural, language } = i18n;
  if (value === undefined || value === null || value === '') return t('desk.policy.not_set');
  if (value === 'whole') return t('desk.policy.whole');
  if (Array.isArray(value)) {
    return value.length === 0 ? t('desk.policy.none') : value.map((one) => choiceText(i18n, String(one))).join(', ');
  }
  if (typeof value === 'object') {
    const { units } = value as { units?: number };
    return units === undefined ? JSON.stringify(value) : plural('desk.policy.units', units);
  }
  if (typeof value === 'boolean') return t(value ? 'desk.admin.yes' : 'desk.admin.no');
  if (path === 'at_cap') return name('desk.policy.at_cap', textOf(value));
  if (typeof value === 'number') {
    return isSeconds(path) ? secondsText(i18n, value) : numberText(value, language);
  }
  return textOf(value);
}

/** Minutes and seconds: exact, unlike how long somebody waits. */
export function secondsText({ plural }: I18n, seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  const parts = [
    ...(minutes > 0 ? [plural('desk.minutes', minutes)] : []),
    ...(rest > 0 || minutes === 0 ? [plural('desk.seconds', rest)] : []),
  ];
  return parts.join(' ');
}

/** One thing overflowing contacts are offered. */
export function choiceText({ t }: I18n, choice: string): string {
  const known = CHOICES.find((one) => one === choice);
  return known ? t(`desk.policy.choice.${known}`) : choice;
}

/** What differs between the rules in force and others, place by place. */
export function differencesOf(before: Rules, after: Fields): RuleDifference[] {
  const old = fieldsOf(before);
  return ALL_RULES.filter(({ path }) => !same(old[path], after[path])).map(({ path }) => ({
    field: path,
    before: old[path],
    after: after[path],
  }));
}

/** A difference in one sentence. */
export function differenceText(i18n: I18n, { field, before, after }: RuleDifference): string {
  // Sentences among others are told apart by quotes.
  const quoted = (value: unknown) => {
    const text = ruleText(i18n, field, value);
    return field === 'at_cap' ? i18n.t('desk.policy.quoted', { text }) : text;
  };
  return i18n.t('desk.policy.difference', {
    rule: ruleName(i18n, field),
    before: quoted(before),
    after: quoted(after),
  });
}

/** The places the server refused, of errors such as `rules.offer_timeout_s.chat`. */
export function refusedRules(errors: readonly { field: string }[]): ReadonlySet<string> {
  return new Set(errors.map(({ field }) => field.replace(/^rules\./, '')));
}

/** Whether an error is about a rule, or about something above it. */
export function isRefused(refused: ReadonlySet<string>, { path }: RuleField): boolean {
  return refused.has(path) || [...refused].some((one) => path.startsWith(`${one}.`) || one.startsWith(`${path}.`));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isSeconds(path: string): boolean {
  return ALL_RULES.some((rule) => rule.path === path && rule.kind === 'number' && rule.unit === 'seconds');
}
