import { Checkbox, Field, Fieldset, Label, Select, Textfield, ValidationMessage } from '@digdir/designsystemet-react';
import { CHANNELS } from '../../admin/shapes';
import { Boxes } from '../../admin/parts/Boxes';
import { useI18n } from '../../app/i18n';
import { CHOICES, GROUPS, MOST_UNITS, RULES, type RuleFault, type RuleField, type RulesDraft } from './rules';
import { choiceText, isRefused, ruleName, ruleText } from './words';

interface RuleFieldsProps {
  draft: RulesDraft;
  faults: ReadonlyMap<string, RuleFault>;
  refused: ReadonlySet<string>;
  onChange: (path: string, value: string | string[]) => void;
}

/** All rules of a policy, by what they are about. */
export function RuleFields(props: RuleFieldsProps) {
  const { t } = useI18n();
  return GROUPS.map((group) => (
    <Fieldset key={group} className="card" data-size="sm">
      <Fieldset.Legend>{t(`desk.policy.group.${group}`)}</Fieldset.Legend>
      <Fieldset.Description>{t(`desk.policy.group_means.${group}`)}</Fieldset.Description>
      <div className="rule-fields">
        {RULES[group].map((rule) => (
          <OneRule key={rule.path} rule={rule} {...props} />
        ))}
      </div>
    </Fieldset>
  ));
}

function OneRule({ rule, draft, faults, refused, onChange }: RuleFieldsProps & { rule: RuleField }) {
  const i18n = useI18n();
  const { t } = i18n;
  const { path } = rule;
  const value = draft[path] ?? '';
  const change = (next: string | string[]) => {
    onChange(path, next);
  };
  const said = isRefused(refused, rule) ? t('desk.admin.refused') : undefined;
  const fault = faults.get(path);
  const error = fault === undefined ? said : faultText(i18n, rule, fault);
  switch (rule.kind) {
    case 'number':
      return <NumberRule rule={rule} value={String(value)} error={error} onChange={change} />;
    case 'flag':
      return (
        <Checkbox
          data-rule={path}
          label={ruleName(i18n, path)}
          description={meansText(i18n, path)}
          checked={value === 'true'}
          aria-invalid={error !== undefined || undefined}
          onChange={(event) => {
            change(String(event.target.checked));
          }}
        />
      );
    case 'choices':
      return (
        <Boxes
          legend={ruleName(i18n, path)}
          description={t('desk.policy.means.overflow_choices')}
          options={CHOICES.map((one) => ({ value: one, label: choiceText(i18n, one) }))}
          chosen={value as string[]}
          error={error}
          onChange={change}
        />
      );
    default:
      return <WordRule rule={rule} value={String(value)} error={error} onChange={change} />;
  }
}

function faultText({ t }: ReturnType<typeof useI18n>, rule: RuleField, fault: RuleFault): string {
  if (fault !== 'bounds') return t(`desk.policy.fault.${fault}`);
  if (rule.kind !== 'number') return t('desk.admin.refused');
  const { least, most, optional } = rule;
  const text = t('desk.admin.retention.number_bad', { least, most });
  return optional ? `${text} ${t('desk.policy.or_empty')}` : text;
}

interface OneFieldProps<Rule> {
  rule: Rule;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

function NumberRule({ rule, value, error, onChange }: OneFieldProps<RuleField & { kind: 'number' }>) {
  const i18n = useI18n();
  const { t } = i18n;
  const means = meansText(i18n, rule.path);
  return (
    <Textfield
      className="short-field"
      data-rule={rule.path}
      label={ruleName(i18n, rule.path)}
      {...(means === undefined
        ? {}
        : { description: rule.optional ? `${means} ${t('desk.policy.empty_means')}` : means })}
      inputMode="numeric"
      {...(rule.unit === 'seconds' ? { suffix: t('desk.policy.seconds') } : {})}
      value={value}
      error={error}
      onChange={(event) => {
        onChange(event.target.value);
      }}
    />
  );
}

/** What a rule does and what a larger number means; of the rules of the channels only the first tells it. */
function meansText({ name }: ReturnType<typeof useI18n>, path: string): string | undefined {
  const [first = '', last] = path.split('.');
  const ofChannel = first === 'offer_timeout_s' || first === 'weights';
  if (ofChannel && last !== CHANNELS[0]) return undefined;
  const key = last === undefined || ofChannel ? first : `${first}_${last}`;
  const text = name('desk.policy.means', key);
  return text === key ? undefined : text;
}

function WordRule({ rule, value, error, onChange }: OneFieldProps<RuleField>) {
  const i18n = useI18n();
  const means = meansText(i18n, rule.path);
  const options =
    rule.kind === 'weight'
      ? [...Array.from({ length: MOST_UNITS }, (_, one) => String(one + 1)), 'whole']
      : ['warn', 'refuse'];
  const textOf = (option: string) =>
    ruleText(i18n, rule.path, rule.kind === 'weight' && option !== 'whole' ? { units: Number(option) } : option);
  return (
    <Field data-rule={rule.path} className="short-field">
      <Label>{ruleName(i18n, rule.path)}</Label>
      {means !== undefined && <Field.Description>{means}</Field.Description>}
      <Select
        value={value}
        aria-invalid={error !== undefined || undefined}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      >
        {options.map((option) => (
          <Select.Option key={option} value={option}>
            {textOf(option)}
          </Select.Option>
        ))}
      </Select>
      {error !== undefined && <ValidationMessage>{error}</ValidationMessage>}
    </Field>
  );
}
