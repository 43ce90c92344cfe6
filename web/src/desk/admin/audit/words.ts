import type { I18n } from '../../app/i18n';
import { capital, cellName, intervalText } from '../hours/words';
import { dateText, instantText } from '../parts/dates';
import type { QueueKind } from '../shapes';
import { isBag } from './diff';

/** What a log tells of, mostly as the access policy names it. */
export const DEEDS = [
  'centre:update',
  'site:create',
  'site:update',
  'site:delete',
  'hours:replace',
  'exception:create',
  'exception:delete',
  'class:create',
  'class:end',
  'staff:create',
  'staff:update',
  'staff:deactivate',
  'retention:update',
  'retention:report',
  'audit:expire',
  'message:list',
  'roles:replace',
  'invitation:create',
  'invitation:resend',
  'invitation:revoke',
  'staff:end_sessions',
  'staff:reset_factors',
  'centre:login_update',
  'totp:confirm',
  'totp:remove',
  'recovery:renew',
  'passkey:create',
  'passkey:delete',
  'password:change',
  'agreement:propose',
  'agreement:accept',
  'agreement:decline',
  'agreement:withdraw',
  'agreement:end',
  'rota:update',
  'shift:create',
  'shift:update',
  'shift:delete',
  'series:create',
  'series:update',
  'series:delete',
  'absence:create',
  'absence:delete',
  'absence:create_own',
  'absence:delete_own',
  'swap:request',
  'swap:accept',
  'swap:decline',
  'swap:withdraw',
  'swap:approve',
  'swap:refuse',
  'calendar:create',
  'calendar:revoke',
  'identity:provider_create',
  'identity:provider_update',
  'identity:provider_delete',
  'identity:link',
  'identity:unlink',
] as const;

/** An action in words, or the action itself when the catalogue does not know it. */
export function deedText({ name }: I18n, action: string): string {
  const key = keyOf(action);
  const text = name('desk.admin.deed', key);
  return text === key ? action : text;
}

/** The actions to choose from: those known, and others that were met. */
export function deedsOf(met: readonly string[]): string[] {
  const byKey = new Map<string, string>(DEEDS.map((deed) => [keyOf(deed), deed]));
  for (const action of met) byKey.set(keyOf(action), action);
  return [...byKey.values()];
}

/** Where a change is, such as `reason › nb`. */
export function pathText(i18n: I18n, path: readonly string[]): string {
  if (path.length === 0) return i18n.t('desk.admin.audit.entry');
  return capital(
    path.map((part) => cellName(i18n, part) ?? i18n.name('language', i18n.name('desk.admin.word', part))).join(' › '),
  );
}

/** A JSON value of any shape in words. `key` is the name of the field it is in. */
export function valueText(i18n: I18n, key: string | undefined, value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return listText(i18n, key, value);
  if (isBag(value)) return spanBag(i18n, value) ?? bagText(i18n, value);
  if (typeof value === 'boolean') return i18n.t(value ? 'desk.admin.yes' : 'desk.admin.no');
  return plainText(i18n, key, typeof value === 'string' ? value : JSON.stringify(value));
}

/** No intervals means closed; a pair of times is an interval. */
function listText(i18n: I18n, key: string | undefined, list: readonly unknown[]): string {
  if (list.length === 0) return key === 'intervals' ? i18n.t('desk.centre.closed') : '–';
  const isPair = list.length === 2 && list.every((one) => typeof one === 'string' && /^\d\d:\d\d$/.test(one));
  return list.map((one) => valueText(i18n, key, one)).join(isPair ? '–' : ', ');
}

function keyOf(action: string): string {
  return action.replaceAll(/[.:]/g, '_');
}

function plainText({ t, name, language }: I18n, key: string | undefined, value: string): string {
  switch (key) {
    case 'language':
    case 'languages':
      return name('language', value);
    case 'topics':
      return name('topic', value);
    case 'roles':
      return name('desk.role', value);
    case 'channel':
    case 'channels':
      return name('channel', value);
    case 'queue':
      return isQueue(value) ? t(`desk.centre.queue_${value}`) : value;
    case 'weekday':
      return name('weekday', value);
    case 'mode':
      return name('desk.override.mode', value);
    case 'region':
      return name('desk.region', value);
    case 'target':
      return targetText({ t, name }, value);
    case 'state':
      return stateText({ name }, value);
    case 'environment':
      return name('desk.partner.environment', value);
    case 'quota':
      return name('desk.partner.quota', value);
    case 'scopes':
      return name('desk.partner.scope', value);
    case 'centres':
      return value === 'all' ? t('desk.partner.centres_all') : value;
    case 'date':
    case 'valid_from':
    case 'valid_until':
    case 'first_on':
    case 'until':
      return dateText(value, language);
    case 'starts_at':
    case 'ends_at':
    case 'not_after':
      return instantText(value, language);
    default:
      return value;
  }
}

/** Agreements and partners have states of their own, none of them alike. */
function stateText({ name }: Pick<I18n, 'name'>, state: string): string {
  const agreed = name('desk.admin.agreement', state);
  return agreed === state ? name('desk.partner.state', state) : agreed;
}

/** What an entry is about: a queue or a channel in words, else the id. */
export function targetText({ t, name }: Pick<I18n, 't' | 'name'>, target: string): string {
  return target === 'queue' ? t('desk.override.queue') : name('channel', target);
}

/** Opening hours read best as one phrase: `mandag 09:00–15:30, Chat, nasjonal kø`. */
function spanBag(i18n: I18n, bag: Readonly<Record<string, unknown>>): string | undefined {
  const { opens, closes, weekday, channel, queue } = bag;
  if (typeof opens !== 'string' || typeof closes !== 'string') return undefined;
  const text = (key: string) => (typeof bag[key] === 'string' ? { [key]: bag[key] } : {});
  const time = intervalText(i18n, {
    opens,
    closes,
    closes_next_day: bag['closes_next_day'] === true,
    ...text('valid_from'),
    ...text('valid_until'),
  });
  const day = weekday === undefined ? '' : `${valueText(i18n, 'weekday', weekday)} `;
  const service = [channel && valueText(i18n, 'channel', channel), queue && valueText(i18n, 'queue', queue)];
  return [day + time, ...service.filter((part) => typeof part === 'string')].join(', ');
}

function bagText(i18n: I18n, bag: Readonly<Record<string, unknown>>): string {
  return Object.entries(bag)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => `${i18n.name('desk.admin.word', key)}: ${valueText(i18n, key, value)}`)
    .join('; ');
}

function isQueue(word: string): word is QueueKind {
  return word === 'national' || word === 'local';
}
