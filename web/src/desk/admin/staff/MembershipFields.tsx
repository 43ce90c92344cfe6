import { Checkbox, Textfield } from '@digdir/designsystemet-react';
import { isLanguage, LANGUAGES } from '../../../i18n/catalogue';
import { useI18n } from '../../app/i18n';
import { Boxes } from '../parts/Boxes';
import { CHANNELS } from '../shapes';
import { ALIAS_LIMIT, membershipFaults, topicsOf, UNITS_LIMIT, type MembershipDraft } from './draft';

interface MembershipFieldsProps {
  draft: MembershipDraft;
  /** Topics the person has already. */
  topics?: readonly string[];
  /** What is shown where the alias may be left empty: it says what then holds. */
  aliasOptional?: string;
  aliasRef?: React.Ref<HTMLInputElement>;
  /** What the server has against a field. */
  refused: (field: string) => string | undefined;
  onChange: (part: Partial<MembershipDraft>) => void;
}

/** How somebody serves the centre. */
export function MembershipFields(props: MembershipFieldsProps) {
  const { draft, aliasOptional, aliasRef, refused, onChange } = props;
  const { t } = useI18n();
  const faults = membershipFaults(draft);
  const aliasMissing = aliasOptional === undefined && faults.has('alias_missing');
  return (
    <>
      <Textfield
        ref={aliasRef}
        label={t('desk.admin.word.alias')}
        description={[t('desk.admin.staff.alias_means'), aliasOptional].filter(Boolean).join(' ')}
        maxLength={ALIAS_LIMIT}
        autoComplete="off"
        value={draft.alias}
        error={aliasMissing ? t('desk.admin.staff.alias_missing') : refused('alias')}
        onChange={(event) => {
          onChange({ alias: event.target.value });
        }}
      />
      <Skills {...props} />
      <Textfield
        className="short-field"
        label={t('desk.admin.word.capacity_units')}
        description={t('desk.admin.staff.units_mean')}
        inputMode="numeric"
        value={draft.units}
        error={faults.has('units_bad') ? t('desk.admin.number_bad', { limit: UNITS_LIMIT }) : refused('capacity_units')}
        onChange={(event) => {
          onChange({ units: event.target.value });
        }}
      />
      <Checkbox
        data-size="sm"
        value="home"
        label={t('desk.admin.word.works_from_home')}
        description={t('desk.admin.staff.home_means')}
        checked={draft.home}
        onChange={(event) => {
          onChange({ home: event.target.checked });
        }}
      />
    </>
  );
}

function Skills({ draft, topics, refused, onChange }: MembershipFieldsProps) {
  const { t, name } = useI18n();
  const faults = membershipFaults(draft);
  return (
    <>
      <Boxes
        legend={t('desk.admin.word.languages')}
        options={LANGUAGES.map((one) => ({ value: one, label: name('language', one) }))}
        chosen={draft.languages}
        error={faults.has('languages_missing') ? t('desk.admin.languages_missing') : refused('languages')}
        onChange={(chosen) => {
          onChange({ languages: chosen.filter(isLanguage).toSorted() });
        }}
      />
      <Boxes
        legend={t('desk.admin.word.topics')}
        description={t('desk.admin.staff.topics_mean')}
        options={topicsOf(topics).map((one) => ({ value: one, label: name('topic', one) }))}
        chosen={draft.topics}
        error={refused('topics')}
        onChange={(chosen) => {
          onChange({ topics: chosen.toSorted() });
        }}
      />
      <Boxes
        legend={t('desk.admin.word.channels')}
        description={t('desk.admin.staff.channels_mean')}
        options={CHANNELS.map((one) => ({ value: one, label: name('channel', one) }))}
        chosen={draft.channels}
        error={faults.has('channels_missing') ? t('desk.admin.staff.channels_missing') : refused('channels')}
        onChange={(chosen) => {
          onChange({ channels: CHANNELS.filter((one) => chosen.includes(one)).toSorted() });
        }}
      />
    </>
  );
}
