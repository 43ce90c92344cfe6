import { createContext, useContext, useMemo, type ReactNode } from 'react';
import catalogues from 'virtual:catalogues?desk.,wrap_up.,topic.,county.,language.,problem.,work_type.,channel.,weekday.,when.,widget.closed_';
import { knownKey, translator, type Language, type MessageKey, type Values } from '../../i18n/catalogue';
import { spokenInstant, type SpokenKey } from '../../i18n/spoken';
import type { Problem } from '../../api/shapes';

/** A key of the desk's own texts. */
export type DeskKey = Extract<MessageKey, `desk.${string}`>;

/** A `desk.` text that exists in the forms `.one` and `.other`. */
export type PluralKey = DeskKey extends infer Key ? (Key extends `${infer Stem}.one` ? Stem : never) : never;

type Named =
  | 'wrap_up'
  | 'topic'
  | 'county'
  | 'language'
  | 'work_type'
  | 'channel'
  | 'weekday'
  | 'desk.role'
  | 'problem'
  | 'desk.admin.word'
  | 'desk.admin.deed'
  | 'desk.admin.agreement'
  | 'desk.override.mode'
  | 'desk.region'
  | 'desk.board.warning'
  | 'desk.board.why'
  | 'desk.forecast.peak'
  | 'desk.partner.environment'
  | 'desk.partner.operation'
  | 'desk.partner.quota'
  | 'desk.partner.scope'
  | 'desk.partner.state'
  | 'desk.policy.at_cap'
  | 'desk.policy.means'
  | 'desk.policy.rule';

export interface I18n {
  language: Language;
  t: (key: DeskKey, values?: Values) => string;
  /** A text that depends on `count`. */
  plural: (key: PluralKey, count: number) => string;
  /** The text of a word from the API; the word itself if the catalogue does not know it. */
  name: (kind: Named, word: string) => string;
  /** A length of time in words, in whole minutes from one minute up. */
  duration: (seconds: number) => string;
  /** An instant in words: today, tomorrow, a weekday or a date, and the time in Norway. */
  when: (instant: string) => string;
  /** What the widget says while it is closed. */
  said: (key: Extract<MessageKey, `widget.closed_${string}`>, values?: Values) => string;
  /** The sentence of a problem. */
  problem: (problem: Problem) => string;
}

const I18nContext = createContext<I18n | undefined>(undefined);

export function I18nProvider({ language, children }: { language: Language; children: ReactNode }) {
  const value = useMemo(() => createI18n(language), [language]);
  return <I18nContext value={value}>{children}</I18nContext>;
}

export function useI18n(): I18n {
  const value = useContext(I18nContext);
  if (!value) throw new Error('no I18nProvider above');
  return value;
}

/** The texts of one language. */
export function createI18n(language: Language): I18n {
  const catalogue = catalogues[language];
  const t = translator<DeskKey>(catalogue);
  const plural = (key: PluralKey, count: number) => t(`${key}.${count === 1 ? 'one' : 'other'}` as DeskKey, { count });
  return {
    language,
    t,
    plural,
    name: (kind, word) => {
      const key = knownKey<string>(catalogue, `${kind}.${word}`);
      return key === undefined ? word : (catalogue[key] ?? word);
    },
    duration: (seconds) =>
      seconds < 60
        ? plural('desk.seconds', Math.max(0, Math.round(seconds)))
        : plural('desk.minutes', Math.round(seconds / 60)),
    when: (instant) => spokenInstant(instant, new Date(), translator<SpokenKey>(catalogue)),
    said: translator<Extract<MessageKey, `widget.closed_${string}`>>(catalogue),
    problem: (problem) => {
      if (problem.title === '') {
        const known = knownKey<string>(catalogue, `desk.error.${problem.code}`);
        return (known && catalogue[known]) ?? t('desk.error.unexpected');
      }
      return problem.detail && problem.detail !== problem.title ? `${problem.title} ${problem.detail}` : problem.title;
    },
  };
}
