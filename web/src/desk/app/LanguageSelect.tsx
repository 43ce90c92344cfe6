import { Field, Label, Select } from '@digdir/designsystemet-react';
import { LANGUAGES, isLanguage } from '../../i18n/catalogue';
import { useI18n } from './i18n';
import { change } from './settings';

const own = { nb: 'Bokmål', nn: 'Nynorsk', se: 'Davvisámegiella', en: 'English' } as const;

/** Each language is named in itself, so that everybody finds their own. */
export function LanguageSelect() {
  const { t, language } = useI18n();
  return (
    <Field>
      <Label>{t('desk.settings.language')}</Label>
      <Select
        value={language}
        onChange={(event) => {
          if (isLanguage(event.target.value)) change({ language: event.target.value });
        }}
      >
        {LANGUAGES.map((code) => (
          <Select.Option key={code} value={code} lang={code}>
            {own[code]}
          </Select.Option>
        ))}
      </Select>
    </Field>
  );
}
