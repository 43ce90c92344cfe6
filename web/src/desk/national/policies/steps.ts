import { minuteText } from '../../admin/parts/dates';
import type { I18n } from '../../app/i18n';
import type { PolicyCard } from '../shapes';

export type Question = 'publish' | 'unschedule' | 'roll_back' | 'delete';

/** The name of a version. */
export function versionText({ t }: I18n, version: number): string {
  return version === 0 ? t('desk.policy.built_in') : t('desk.policy.version', { version });
}

/** What happened to a version, sentence by sentence. */
export function storyOf(i18n: I18n, card: PolicyCard): string[] {
  const { t, language } = i18n;
  const at = (instant: string | undefined) => (instant === undefined ? '–' : minuteText(instant, language));
  const by = (person: string | undefined) => person ?? t('desk.policy.somebody');
  const { state } = card;
  const from = card.takes_effect_at ?? card.published_at;
  return [
    ...(card.version === 0 ? [t('desk.policy.story.built_in')] : []),
    ...(card.created_at === undefined
      ? []
      : [t('desk.policy.story.created', { at: at(card.created_at), by: by(card.created_by) })]),
    ...(card.based_on === undefined
      ? []
      : [t('desk.policy.story.based_on', { version: versionText(i18n, card.based_on) })]),
    ...(state === 'draft' && card.changed_at !== undefined
      ? [t('desk.policy.story.changed', { at: at(card.changed_at), by: by(card.changed_by) })]
      : []),
    ...(card.approved_at === undefined
      ? []
      : [t('desk.policy.story.approved', { at: at(card.approved_at), by: by(card.approved_by) })]),
    ...(state === 'scheduled' ? [t('desk.policy.story.scheduled', { at: at(from), by: by(card.published_by) })] : []),
    ...(state === 'in_force' && from !== undefined ? [t('desk.policy.story.in_force', { at: at(from) })] : []),
    ...(state === 'earlier' && card.published_at !== undefined
      ? [t('desk.policy.story.published', { at: at(card.published_at), by: by(card.published_by) })]
      : []),
    ...(card.reason === undefined ? [] : [t('desk.policy.story.reason', { reason: card.reason })]),
  ];
}

/** What the state of a version and the account allow. */
export function stepsFor(
  { state, version, approved_at: approved }: Pick<PolicyCard, 'state' | 'version' | 'approved_at'>,
  secondPerson: boolean,
  may: (action: string) => boolean,
): (Question | 'approve')[] {
  const steps: (Question | 'approve')[] = [];
  if (state === 'draft') {
    if (secondPerson && approved === undefined && may('policy:approve')) steps.push('approve');
    if (may('policy:publish')) steps.push('publish');
    if (may('policy:delete')) steps.push('delete');
  }
  if (state === 'scheduled' && may('policy:unschedule')) steps.push('unschedule');
  if ((state === 'earlier' || (version === 0 && state !== 'in_force')) && may('policy:rollback')) {
    steps.push('roll_back');
  }
  return steps;
}
