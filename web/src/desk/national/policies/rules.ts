import { wholeNumber } from '../../admin/centre/draft';
import type { Fields } from '../../admin/parts/merge';
import { CHANNELS } from '../../admin/shapes';
import type { OverflowChoice, Rules, Weight } from '../shapes';

type Unit = 'seconds' | 'none';

interface NumberRule {
  kind: 'number';
  least: number;
  most: number;
  unit: Unit;
  /** Whether it may be empty, which means that there is no such rule. */
  optional: boolean;
}

/** What can be typed or chosen for a rule. */
type RuleKind = NumberRule | { kind: 'flag' } | { kind: 'weight' } | { kind: 'at_cap' } | { kind: 'choices' };

/** A rule by its place in the policy, such as `offer_timeout_s.chat`. */
export type RuleField = RuleKind & { path: string };

export const GROUPS = ['widening', 'offers', 'capacity', 'fairness', 'order', 'overflow', 'estimates'] as const;
type GroupName = (typeof GROUPS)[number];

const BANDS = ['ordinary', 'transferred', 'reconnected', 'partner_referral', 'deadline_day'] as const;
export const CHOICES = ['callback', 'appointment', 'message', 'self_help'] as const satisfies OverflowChoice[];
export const MOST_UNITS = 100;

const HOUR = 3_600;
const DAY = 86_400;
const MOST_WAITING = 1_000_000;

/** Every rule, in the order it is shown. */
export const RULES: Readonly<Record<GroupName, readonly RuleField[]>> = {
  widening: [
    { kind: 'flag', path: 'home_county_preferred' },
    seconds('widening_to_region_s', 0, DAY),
    seconds('widening_to_all_s', 0, DAY),
    { ...seconds('own_county_first_s', 0, DAY), optional: true },
    seconds('skill_relaxation_s', 0, DAY),
  ],
  offers: [
    ...CHANNELS.map((channel) => seconds(`offer_timeout_s.${channel}`, 1, HOUR)),
    count('misses_before_away', 0, 100),
  ],
  capacity: CHANNELS.map((channel) => ({ kind: 'weight', path: `weights.${channel}` })),
  fairness: [count('fairness_weight', 0, 1_000)],
  order: BANDS.map((band) => count(`bands.${band}`, 0, 9)),
  overflow: [
    { ...count('queue_cap', 1, MOST_WAITING), optional: true },
    { kind: 'at_cap', path: 'at_cap' },
    seconds('callback.wait_exceeds_s', 0, DAY),
    { ...count('callback.most_open', 0, MOST_WAITING), optional: true },
    { kind: 'choices', path: 'overflow_choices' },
  ],
  estimates: [seconds('information_s', 1, DAY), seconds('guidance_s', 1, DAY)],
};

export const ALL_RULES: readonly RuleField[] = GROUPS.flatMap((group) => RULES[group]);

function seconds(path: string, least: number, most: number): NumberRule & { path: string } {
  return { kind: 'number', path, least, most, unit: 'seconds', optional: false };
}

function count(path: string, least: number, most: number): NumberRule & { path: string } {
  return { ...seconds(path, least, most), unit: 'none' };
}

/** The rules while they are edited, by their places: numbers as typed, choices as a list. */
export type RulesDraft = Readonly<Record<string, string | readonly string[]>>;

/** The rules by their places. */
export function fieldsOf(rules: Rules): Fields {
  return Object.fromEntries(ALL_RULES.map((rule) => [rule.path, ordered(rule, valueAt(rules, rule.path))] as const));
}

export function draftOf(rules: Rules): RulesDraft {
  return Object.fromEntries(ALL_RULES.map((rule) => [rule.path, typed(rule, valueAt(rules, rule.path))] as const));
}

/** The rules a draft means, by their places; what is out of its bounds is left out. */
export function fieldsOfDraft(draft: RulesDraft): Fields {
  return Object.fromEntries(ALL_RULES.map((rule) => [rule.path, meant(rule, draft[rule.path])] as const));
}

/** The rules with some of them otherwise; rules that are not known here stay as they are. */
export function withFields(rules: Rules, fields: Fields): Rules {
  const result = structuredClone(rules) as unknown as Bag;
  for (const { path } of ALL_RULES) put(result, path.split('.'), fields[path]);
  return result as unknown as Rules;
}

/** Out of its bounds, shorter than the step before it, or nothing for those who are refused. */
export type RuleFault = 'bounds' | 'below_region' | 'nothing_offered';

/** What keeps a draft from being saved, by the places. */
export function faultsOf(draft: RulesDraft): ReadonlyMap<string, RuleFault> {
  const bad = ALL_RULES.filter((rule) => rule.kind === 'number' && isBad(rule, draft[rule.path]));
  const faults = new Map<string, RuleFault>(bad.map(({ path }) => [path, 'bounds']));
  const fields = fieldsOfDraft(draft);
  if (Number(fields['widening_to_all_s']) < Number(fields['widening_to_region_s'])) {
    faults.set('widening_to_all_s', 'below_region');
  }
  if (refuses(fields) && draft['overflow_choices']?.length === 0) faults.set('overflow_choices', 'nothing_offered');
  return faults;
}

function refuses(fields: Fields): boolean {
  return fields['queue_cap'] !== undefined && fields['at_cap'] === 'refuse';
}

type Caution = 'holding_back' | 'refusing';

/** What is allowed and yet worth a second thought. */
export function cautionsOf(fields: Fields): Caution[] {
  const cautions: Caution[] = [];
  if (Number(fields['widening_to_all_s'] ?? 0) > 0) cautions.push('holding_back');
  if (refuses(fields)) cautions.push('refusing');
  return cautions;
}

type Bag = Record<string, unknown>;

function valueAt(rules: unknown, path: string): unknown {
  let value = rules;
  for (const name of path.split('.')) {
    value = typeof value === 'object' && value !== null ? (value as Bag)[name] : undefined;
  }
  return value ?? undefined;
}

/** Choices in the order of the form, so that two lists of the same are the same. */
function ordered(rule: RuleField, value: unknown): unknown {
  return rule.kind === 'choices' && Array.isArray(value) ? CHOICES.filter((one) => value.includes(one)) : value;
}

function put(bag: Bag, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    if (value === undefined) delete bag[name];
    else bag[name] = value;
    return;
  }
  bag[name] ??= {};
  put(bag[name] as Bag, rest, value);
}

function typed(rule: RuleField, value: unknown): string | string[] {
  switch (rule.kind) {
    case 'choices':
      return [...(value as string[])];
    case 'weight':
      return value === 'whole' ? 'whole' : String((value as { units: number }).units);
    case 'flag':
      return value === true ? 'true' : 'false';
    default:
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  }
}

function meant(rule: RuleField, value: string | readonly string[] | undefined): unknown {
  switch (rule.kind) {
    case 'choices':
      return CHOICES.filter((one) => value?.includes(one));
    case 'weight':
      return weightOf(String(value));
    case 'flag':
      return value === 'true';
    case 'at_cap':
      return value;
    case 'number':
      return numberOf(rule, String(value));
  }
}

function weightOf(text: string): Weight {
  return text === 'whole' ? 'whole' : { units: Number(text) };
}

function numberOf({ least, most }: NumberRule, text: string): number | undefined {
  const number = wholeNumber(text, most);
  return number === undefined || number < least ? undefined : number;
}

function isBad(rule: NumberRule, value: string | readonly string[] | undefined): boolean {
  const text = String(value ?? '');
  if (text.trim() === '') return !rule.optional;
  return numberOf(rule, text) === undefined;
}
