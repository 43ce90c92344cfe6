import { Fieldset, Textfield } from '@digdir/designsystemet-react';
import type { ChangeEvent } from 'react';
import { LANGUAGES } from '../../../i18n/catalogue';
import { useI18n } from '../../app/i18n';
import { given, lacksMain, nearest, type Texts } from './texts';

interface TextFieldsProps {
  legend: string;
  description: string;
  texts: Texts;
  /** Characters of each. */
  limit: number;
  /** Lines of each field; one line if absent. */
  rows?: number;
  /** Whether the server refused one of them. */
  refused: boolean;
  /** What is shown where a language has no text; the nearest language's if absent. */
  instead?: string;
  /** Whether any single language will do, as where another text stands in. */
  anyLanguage?: boolean;
  onChange: (texts: Texts) => void;
}

/** One text in each language; an empty field says what readers of that language see in its place. */
export function TextFields(props: TextFieldsProps) {
  const { legend, description, texts, limit, rows, refused, instead, anyLanguage = false, onChange } = props;
  const { t, name } = useI18n();
  const missing = !anyLanguage && lacksMain(texts);
  const shown = (language: (typeof LANGUAGES)[number]) => {
    if (texts[language].trim() !== '') return undefined;
    const text = nearest(given(texts), language);
    const standIn = anyLanguage ? instead : (text ?? instead);
    return standIn === undefined ? undefined : t('desk.admin.texts.instead', { text: shortened(standIn) });
  };
  return (
    <Fieldset data-size="sm">
      <Fieldset.Legend>{legend}</Fieldset.Legend>
      <Fieldset.Description>{description}</Fieldset.Description>
      <div className="texts">
        {LANGUAGES.map((language) => {
          const field = {
            label: name('language', language),
            description: shown(language),
            lang: language,
            maxLength: limit,
            value: texts[language],
            onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => {
              onChange({ ...texts, [language]: event.target.value });
            },
          };
          return rows === undefined ? (
            <Textfield key={language} {...field} />
          ) : (
            <Textfield key={language} {...field} multiline rows={rows} />
          );
        })}
      </div>
      <div role="alert">
        {missing && <p className="field-error">{t('desk.admin.texts.main_missing')}</p>}
        {refused && !missing && <p className="field-error">{t('desk.admin.refused')}</p>}
      </div>
    </Fieldset>
  );
}

const SHORT = 60;

function shortened(text: string): string {
  return text.length > SHORT ? `${text.slice(0, SHORT).trimEnd()}…` : text;
}
