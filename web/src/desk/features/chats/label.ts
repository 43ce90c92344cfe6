import type { I18n } from '../../app/i18n';
import type { Thread } from '../../realtime/state';

/** What a contact is called on the screen: its number and topic. The seeker has no name. */
export function contactLabel(i18n: I18n, { contact, number }: Pick<Thread, 'contact' | 'number'>): string {
  const topic = contact.topic ? i18n.name('topic', contact.topic) : i18n.t('desk.contact.no_topic');
  return i18n.t('desk.contact.label', { number, topic });
}
