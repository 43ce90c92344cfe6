import { Field, Label, Select, Textfield } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { Problem } from '../../../../api/shapes';
import { isLanguage, LANGUAGES } from '../../../../i18n/catalogue';
import { useI18n } from '../../../app/i18n';
import { refusal } from '../refusals';
import { addresseeFaults, EMAIL_LIMIT, NAME_LIMIT, type AddresseeDraft } from './draft';

interface AddresseeFieldsProps {
  draft: AddresseeDraft;
  /** Whether it was tried to send it: then what is missing is said too. */
  asked: boolean;
  problem: Problem | undefined;
  emailRef?: React.Ref<HTMLInputElement>;
  onChange: (part: Partial<AddresseeDraft>) => void;
}

/** Whom a mail goes to, and in what language. */
export function AddresseeFields({ draft, asked, problem, emailRef, onChange }: AddresseeFieldsProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const [left, setLeft] = useState(false);
  const faults = addresseeFaults(draft);
  const emailError = () => {
    if (faults.has('email_missing')) return asked ? t('desk.admin.staff.email_missing') : undefined;
    if (faults.has('email_bad')) return left || asked ? t('desk.admin.staff.email_bad') : undefined;
    return refusal(i18n, problem, 'email');
  };
  return (
    <>
      <Textfield
        ref={emailRef}
        label={t('desk.admin.word.email')}
        type="email"
        autoComplete="off"
        maxLength={EMAIL_LIMIT}
        value={draft.email}
        error={emailError()}
        onBlur={() => {
          setLeft(draft.email.trim() !== '');
        }}
        onChange={(event) => {
          onChange({ email: event.target.value });
        }}
      />
      <Textfield
        label={t('desk.admin.word.name')}
        description={t('desk.admin.staff.name_means')}
        autoComplete="off"
        maxLength={NAME_LIMIT}
        value={draft.name}
        error={
          asked && faults.has('name_missing') ? t('desk.admin.staff.name_missing') : refusal(i18n, problem, 'name')
        }
        onChange={(event) => {
          onChange({ name: event.target.value });
        }}
      />
      <MailLanguage
        language={draft.language}
        onChange={(language) => {
          onChange({ language });
        }}
      />
    </>
  );
}

interface MailLanguageProps {
  language: AddresseeDraft['language'];
  onChange: (language: AddresseeDraft['language']) => void;
}

/** What a mail is written in. */
export function MailLanguage({ language, onChange }: MailLanguageProps) {
  const { t, name } = useI18n();
  return (
    <Field className="filter">
      <Label>{t('desk.admin.staff.mail_language')}</Label>
      <Select
        value={language}
        onChange={(event) => {
          if (isLanguage(event.target.value)) onChange(event.target.value);
        }}
      >
        {LANGUAGES.map((one) => (
          <Select.Option key={one} value={one}>
            {name('language', one)}
          </Select.Option>
        ))}
      </Select>
    </Field>
  );
}
