import { Button, Textfield } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { useI18n } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import { same } from '../parts/merge';
import { ProblemLine } from '../parts/ProblemLine';
import { refusedFields, useTask } from '../parts/useTask';
import type { NewSite, Site } from '../shapes';

const LINE_LIMIT = 120;
const FIELDS = ['name', 'address', 'postal_place'] as const;
const EMPTY: NewSite = { name: '', address: '', postal_place: '' };

interface SiteFormProps {
  site: Site | undefined;
  save: (site: NewSite) => Promise<Site>;
  onSaved: (site: Site) => void;
  onCancel: () => void;
}

/** A new site, or one to change. */
export function SiteForm({ site, save, onSaved, onCancel }: SiteFormProps) {
  const { t } = useI18n();
  const before: NewSite = site ? { name: site.name, address: site.address, postal_place: site.postal_place } : EMPTY;
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
    if (task.busy || FIELDS.some((field) => draft[field].trim() === '')) return;
    void task.run(async () => {
      onSaved(await save(draft));
    });
  };
  const error = (field: keyof NewSite) => {
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
