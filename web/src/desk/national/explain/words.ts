import type { I18n } from '../../app/i18n';
import { CAUSES, type Decision, type Explanation, type Judged } from '../shapes';

/** Who was offered a contact and by which rule; somebody who has left since has no name. */
export function offerText({ t }: I18n, { alias, centre, rule }: Decision): string {
  if (alias === '') return t('desk.explain.offered_left', { rule: t(`desk.explain.rule.${rule}`) });
  return t('desk.explain.offered', { alias, centre, rule: t(`desk.explain.rule.${rule}`) });
}

/** How many were considered, and how many were out for which cause; the commonest cause first. */
export function consideredText({ t, plural }: I18n, considered: number, exclusions: Decision['exclusions']): string {
  const causes = CAUSES.map((cause) => ({ cause, count: exclusions[cause] ?? 0 }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count)
    .map(({ cause, count }) => t(`desk.explain.count.${cause}`, { count }));
  const all = plural('desk.explain.considered', considered);
  return causes.length === 0 ? `${all}.` : `${all}; ${causes.join(', ')}.`;
}

/** How many of those judged are out for which cause. */
export function exclusionsOf(judged: readonly Judged[]): Decision['exclusions'] {
  const counts: Decision['exclusions'] = {};
  for (const { cause } of judged) {
    if (cause !== undefined) counts[cause] = (counts[cause] ?? 0) + 1;
  }
  return counts;
}

/** Why somebody did not get the contact, or that they got it. */
export function judgedText({ t }: I18n, { cause, chosen }: Judged): string {
  if (chosen) return t('desk.explain.chosen');
  return cause === undefined ? t('desk.explain.eligible') : t(`desk.explain.cause.${cause}`);
}

/** What holds for the contact now, in one sentence. */
export function nowText({ t, plural }: I18n, { state, offered_to: offered, judged }: Explanation): string {
  if (state !== 'waiting') return t(`desk.explain.state.${state}`);
  if (offered) return t('desk.explain.offered_now', { ...offered });
  if (judged.length === 0) return t('desk.explain.nobody_there');
  const able = judged.filter(({ cause }) => cause === undefined).length;
  return able === 0 ? plural('desk.explain.all_out', judged.length) : plural('desk.explain.behind', able);
}

/** Those whose alias or centre has the words in it, those who could have had the contact first. */
export function found(judged: readonly Judged[], words: string): Judged[] {
  const wanted = words.trim().toLocaleLowerCase('nb');
  return judged
    .filter(({ alias, centre }) => `${alias} ${centre}`.toLocaleLowerCase('nb').includes(wanted))
    .toSorted((a, b) => rank(a) - rank(b) || a.alias.localeCompare(b.alias, 'nb'));
}

function rank({ chosen, cause }: Judged): number {
  return chosen ? 0 : cause === undefined ? 1 : 2;
}
