import { Button, Field, Heading, Label, Select, Textfield } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { COUNTIES, countyOf } from '../../api/shapes';
import { isLanguage, LANGUAGES, type Language } from '../../i18n/catalogue';
import { zonesWith } from '../admin/centre/draft';
import { Boxes } from '../admin/parts/Boxes';
import { same } from '../admin/parts/merge';
import { ProblemLine } from '../admin/parts/ProblemLine';
import { TextFields } from '../admin/parts/TextFields';
import { given, textsOf, type Texts } from '../admin/parts/texts';
import { refusedFields, useTask } from '../admin/parts/useTask';
import type { Centre, NewCentre } from '../admin/shapes';
import { useI18n } from '../app/i18n';
import { useUnsaved } from '../app/leaving';

const NAME_LIMIT = 120;
const REGION_LIMIT = 60;

interface Draft {
  county: string;
  name: string;
  names: Texts;
  region: string;
  languages: Language[];
  zone: string;
}

const EMPTY: Draft = {
  county: '',
  name: '',
  names: textsOf({}),
  region: '',
  languages: ['nb', 'nn'],
  zone: 'Europe/Oslo',
};

function centreOf(draft: Draft): NewCentre | undefined {
  const county = countyOf(draft.county);
  const complete = draft.name.trim() !== '' && draft.region.trim() !== '' && draft.languages.length > 0;
  if (county === undefined || !complete) return undefined;
  const { name, names, region, languages, zone } = draft;
  return { county, name, names: given(names), region, languages, time_zone: zone };
}

interface CentreFormProps {
  save: (centre: NewCentre) => Promise<Centre>;
  onSaved: (centre: Centre) => void;
  onCancel: () => void;
}

/** A new centre. Its first administrator is invited from its page of staff, once it is there. */
export function CentreForm({ save, onSaved, onCancel }: CentreFormProps) {
  const { t } = useI18n();
  const [draft, setDraft] = useState(EMPTY);
  const [asked, setAsked] = useState(false);
  const [made, setMade] = useState<Centre>();
  const task = useTask();
  useUnsaved(made === undefined && !same(draft, EMPTY));
  useEffect(() => {
    if (made) onSaved(made);
  }, [made, onSaved]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    const centre = centreOf(draft);
    if (task.busy || !centre) return;
    void task.run(async () => {
      setMade(await save(centre));
    });
  };
  return (
    <form className="stack card" noValidate onSubmit={submit}>
      <Heading level={2} data-size="2xs">
        {t('desk.national.centre_new')}
      </Heading>
      <Fields
        draft={draft}
        asked={asked}
        refused={refusedFields(task.problem)}
        onChange={(part) => {
          setDraft({ ...draft, ...part });
        }}
      />
      <p className="quiet">{t('desk.national.centre_next')}</p>
      <ProblemLine problem={task.problem} />
      <div className="row">
        <Button type="submit" data-size="sm" loading={task.busy}>
          {t('desk.national.centre_create')}
        </Button>
        <Button data-size="sm" variant="secondary" data-color="neutral" onClick={onCancel}>
          {t('desk.cancel')}
        </Button>
      </div>
    </form>
  );
}

interface FieldsProps {
  draft: Draft;
  asked: boolean;
  refused: ReadonlySet<string>;
  onChange: (part: Partial<Draft>) => void;
}

function Fields(props: FieldsProps) {
  const { draft, asked, refused, onChange } = props;
  const { t, name } = useI18n();
  const error = (field: 'name' | 'region', missing: 'name_missing' | 'region_missing') => {
    if (asked && draft[field].trim() === '') return t(`desk.national.${missing}`);
    return refused.has(field) ? t('desk.admin.refused') : undefined;
  };
  return (
    <>
      <CountyField {...props} />
      <Textfield
        label={t('desk.admin.word.name')}
        description={t('desk.admin.centre.name_means')}
        maxLength={NAME_LIMIT}
        value={draft.name}
        error={error('name', 'name_missing')}
        onChange={(event) => {
          onChange({ name: event.target.value });
        }}
      />
      <TextFields
        legend={t('desk.admin.word.names')}
        description={t('desk.admin.profile.names_means')}
        texts={draft.names}
        limit={NAME_LIMIT}
        anyLanguage
        {...(draft.name.trim() === '' ? {} : { instead: draft.name })}
        refused={refused.has('names')}
        onChange={(names) => {
          onChange({ names });
        }}
      />
      <Textfield
        label={t('desk.admin.centre.region')}
        description={t('desk.national.region_means')}
        maxLength={REGION_LIMIT}
        value={draft.region}
        error={error('region', 'region_missing')}
        onChange={(event) => {
          onChange({ region: event.target.value });
        }}
      />
      <Boxes
        legend={t('desk.admin.word.languages')}
        description={t('desk.admin.centre.languages_means')}
        options={LANGUAGES.map((one) => ({ value: one, label: name('language', one) }))}
        chosen={draft.languages}
        error={draft.languages.length === 0 ? t('desk.admin.languages_missing') : undefined}
        onChange={(chosen) => {
          onChange({ languages: chosen.filter(isLanguage) });
        }}
      />
      <ZoneField {...props} />
    </>
  );
}

function CountyField({ draft, asked, onChange }: FieldsProps) {
  const { t, name } = useI18n();
  const field = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    field.current?.focus();
  }, []);
  const missing = asked && draft.county === '';
  return (
    <Field>
      <Label>{t('desk.centre.county')}</Label>
      <Select
        ref={field}
        value={draft.county}
        aria-invalid={missing || undefined}
        onChange={(event) => {
          onChange({ county: event.target.value });
        }}
      >
        <Select.Option value="">{t('desk.national.county_choose')}</Select.Option>
        {COUNTIES.map((county) => (
          <Select.Option key={county} value={county}>
            {name('county', county)}
          </Select.Option>
        ))}
      </Select>
      <div role="alert">{missing && <p className="field-error">{t('desk.national.county_missing')}</p>}</div>
    </Field>
  );
}

function ZoneField({ draft, onChange }: FieldsProps) {
  const { t } = useI18n();
  return (
    <Field>
      <Label>{t('desk.admin.word.time_zone')}</Label>
      <Select
        value={draft.zone}
        onChange={(event) => {
          onChange({ zone: event.target.value });
        }}
      >
        {zonesWith(draft.zone).map((zone) => (
          <Select.Option key={zone} value={zone}>
            {zone}
          </Select.Option>
        ))}
      </Select>
    </Field>
  );
}
