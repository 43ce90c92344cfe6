import { Field, Label, Select, Textfield } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import { isInOrder, type AuditFilter, type Person } from './filter';
import { deedText } from './words';

interface AuditFiltersProps {
  filter: AuditFilter;
  actions: readonly string[];
  people: readonly Person[];
  onChange: (part: Partial<AuditFilter>) => void;
}

/** What is shown of the log: which deeds, whose, and when. */
export function AuditFilters({ filter, actions, people, onChange }: AuditFiltersProps) {
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <div className="pair">
      <Choice
        label={t('desk.admin.audit.filter')}
        all={t('desk.admin.audit.all')}
        options={actions.map((action) => [action, deedText(i18n, action)])}
        chosen={filter.action}
        onChange={(action) => {
          onChange({ action });
        }}
      />
      <Choice
        label={t('desk.admin.audit.actor')}
        all={t('desk.admin.audit.actor_all')}
        options={people.map(({ id, name }) => [id, name])}
        chosen={filter.account}
        onChange={(account) => {
          onChange({ account });
        }}
      />
      {(['from', 'until'] as const).map((end) => (
        <Textfield
          key={end}
          type="date"
          label={t(`desk.admin.audit.${end}`)}
          value={filter[end]}
          error={end === 'until' && !isInOrder(filter) ? t('desk.admin.audit.order_bad') : undefined}
          onChange={(event) => {
            onChange({ [end]: event.target.value });
          }}
        />
      ))}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  /** What is called choosing nothing. */
  all: string;
  options: readonly (readonly [value: string, text: string])[];
  chosen: string;
  onChange: (value: string) => void;
}

function Choice({ label, all, options, chosen, onChange }: ChoiceProps) {
  return (
    <Field>
      <Label>{label}</Label>
      <Select
        value={chosen}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      >
        <Select.Option value="">{all}</Select.Option>
        {options.map(([value, text]) => (
          <Select.Option key={value} value={value}>
            {text}
          </Select.Option>
        ))}
      </Select>
    </Field>
  );
}
