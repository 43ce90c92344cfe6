import { Button, Textfield } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { useI18n } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import { same } from '../parts/merge';
import { ProblemLine } from '../parts/ProblemLine';
import { TextFields } from '../parts/TextFields';
import { given, lacksMain, textsOf, type Texts } from '../parts/texts';
import { refusedFields, useTask } from '../parts/useTask';
import type { NewSite, Site } from '../shapes';

const LINE_LIMIT = 120;
const FIELDS = ['name', 'address', 'postal_place'] as const;
const WAYS = ['access', 'transport'] as const;
const WAY_LIMIT = 600;

type SiteDraft = Required<Pick<NewSite, (typeof FIELDS)[number]>> & Record<(typeof WAYS)[number], Texts>;

const EMPTY: SiteDraft = { name: '', address: '', postal_place: '', access: textsOf({}), transport: textsOf({}) };

function draftOf({ name, address, postal_place, access, transport }: Site): SiteDraft {
  return { name, address, postal_place, access: textsOf(access), transport: textsOf(transport) };
}

interface SiteFormProps {
  site: Site | undefined;
  save: (site: NewSite) => Promise<Site>;
  onSaved: (site: Site) => void;
  onCancel: () => void;
}

/** A new site, or one to change. */
export function SiteForm({ site, save, onSaved, onCancel }: SiteFormProps) {
  const { t } = useI18n();
  const before = site ? draftOf(site) : EMPTY;
  const [draft, setDraft] = useState(before);
  const [asked, setAsked] = useState(false);
  const task = useTask();
  const refused = refusedFields(task.problem);
  const first = useRef<HTMLInputElement>(null);
  useUnsaved(!same(draft, before));
  useEffect(() => {
    first.current?.focus();
  }, []);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    const missing = FIELDS.some((field) => draft[field].trim() === '') || WAYS.some((way) => lacksMain(draft[way]));
    if (task.busy || missing) return;
    void task.run(async () => {
      onSaved(await save({ ...draft, access: given(draft.access), transport: given(draft.transport) }));
    });
  };
  const error = (field: (typeof FIELDS)[number]) => {
    if (asked && draft[field].trim() === '') return t(`desk.admin.sites.${field}_missing`);
    return refused.has(field) ? t('desk.admin.refused') : undefined;
  };
  return (
    <form className="stack" noValidate onSubmit={submit}>
      {FIELDS.map((field) => (
        <Textfield
          key={field}
          ref={field === 'name' ? first : undefined}
          label={t(`desk.admin.word.${field}`)}
          maxLength={LINE_LIMIT}
          value={draft[field]}
          error={error(field)}
          onChange={(event) => {
            setDraft({ ...draft, [field]: event.target.value });
          }}
        />
      ))}
      <WayFields
        draft={draft}
        refused={refused}
        onChange={(part) => {
          setDraft({ ...draft, ...part });
        }}
      />
      <ProblemLine problem={task.problem} />
      <div className="row">
        <Button type="submit" data-size="sm" loading={task.busy}>
          {t('desk.admin.save')}
        </Button>
        <Button data-size="sm" variant="secondary" data-color="neutral" onClick={onCancel}>
          {t('desk.cancel')}
        </Button>
      </div>
    </form>
  );
}

interface WayFieldsProps {
  draft: SiteDraft;
  refused: ReadonlySet<string>;
  onChange: (part: Partial<SiteDraft>) => void;
}

/** How one gets in and there. */
function WayFields({ draft, refused, onChange }: WayFieldsProps) {
  const { t } = useI18n();
  return WAYS.map((way) => (
    <TextFields
      key={way}
      legend={t(`desk.admin.word.${way}`)}
      description={t(`desk.admin.sites.${way}_means`)}
      texts={draft[way]}
      limit={WAY_LIMIT}
      rows={2}
      refused={refused.has(way)}
      onChange={(texts) => {
        onChange({ [way]: texts });
      }}
    />
  ));
}
