import catalogues from 'virtual:catalogues?widget.,notice.,topic.,county.,language.,weekday.,wait.,when.,problem.conversation_closed,problem.idempotency_mismatch,problem.internal,problem.invalid,problem.message_too_long,problem.not_found,problem.service_closed,problem.too_many_requests,problem.unavailable';
import type { Problem } from '../api/shapes';
import { type Language, type MessageKey, type Translate, knownKey, translator } from '../i18n/catalogue';
import type { SpokenKey } from '../i18n/spoken';

type Prefixed<Prefix extends string> = Extract<MessageKey, `${Prefix}.${string}`>;

/** The texts the widget carries. */
export type WidgetKey = Prefixed<'widget' | 'notice' | 'topic' | 'county' | 'language'> | SpokenKey;

export type Text = Translate<WidgetKey>;

export function widgetText(language: Language): Text {
  return translator<WidgetKey>(catalogues[language]);
}

/** A sentence for a problem: ours in this language, else the service's, else a general one. */
export function problemText(problem: Problem, language: Language): string {
  const catalogue = catalogues[language];
  if (problem.code === 'network') return catalogue['widget.status_failed'] ?? '';
  const key = knownKey<string>(catalogue, `problem.${problem.code}`);
  if (key !== undefined) return catalogue[key] ?? '';
  return problem.title !== '' ? problem.title : (catalogue['problem.internal'] ?? '');
}
