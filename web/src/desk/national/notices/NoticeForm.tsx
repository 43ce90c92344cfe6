import { Button, Fieldset, Heading, Radio, Textfield } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef, useState, type SubmitEvent } from 'react';
import { Boxes } from '../../admin/parts/Boxes';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { TextFields } from '../../admin/parts/TextFields';
import { refusedFields, useTask } from '../../admin/parts/useTask';
import { useI18n } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import { WhenFields } from '../parts/WhenFields';
import type { Notice, NoticePlace } from '../shapes';
import type { NoticeApi } from './api';
import { changeOf, draftOf, faultsOf, PLACES, type NoticeDraft, type NoticeFault } from './draft';

const TEXT_LIMIT = 400;

interface NoticeFormProps {
  /** The notice to change; a new one if absent. */
  notice: Notice | undefined;
  notices: NoticeApi;
  onSaved: () => void;
  onCancel: () => void;
}

/** Writes a notice. */
export function NoticeForm({ notice, notices, onSaved, onCancel }: NoticeFormProps) {
  const { t } = useI18n();
  const [draft, setDraft] = useState(() => draftOf(notice));
  const [asked, setAsked] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  const task = useTask();
  useEffect(() => {
    title.current?.focus();
  }, []);
  useUnsaved(JSON.stringify(draft) !== JSON.stringify(draftOf(notice)));
  const faults = faultsOf(draft);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (task.busy || faults.size > 0) return;
    void task.run(async () => {
      await (notice ? notices.change(notice, changeOf(draft)) : notices.create(changeOf(draft)));
      onSaved();
    });
  };
  return (
    <form className="stack card" noValidate onSubmit={submit}>
      <Heading ref={title} level={2} data-size="2xs" tabIndex={-1}>
        {t(notice ? 'desk.service_notice.change' : 'desk.service_notice.new')}
      </Heading>
      <Fields
        draft={draft}
        wrong={asked ? faults : NOTHING}
        refused={refusedFields(task.problem)}
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

const NOTHING: ReadonlySet<NoticeFault> = new Set();

interface FieldsProps {
  draft: NoticeDraft;
  wrong: ReadonlySet<NoticeFault>;
  refused: ReadonlySet<string>;
  onChange: (part: Partial<NoticeDraft>) => void;
}

function Fields({ draft, wrong, refused, onChange }: FieldsProps) {
  const { t } = useI18n();
  const places = PLACES.map((place) => ({ value: place, label: t(`desk.service_notice.place.${place}`) }));
  return (
    <>
      <KindField draft={draft} onChange={onChange} />
      <TextFields
        legend={t('desk.service_notice.text')}
        description={t('desk.service_notice.text_means')}
        texts={draft.texts}
        limit={TEXT_LIMIT}
        rows={2}
        refused={refused.has('texts')}
        onChange={(texts) => {
          onChange({ texts });
        }}
      />
      <div role="alert">
        {wrong.has('text') && <p className="field-error">{t('desk.service_notice.text_missing')}</p>}
      </div>
      <Boxes
        legend={t('desk.service_notice.places')}
        options={places}
        chosen={draft.places}
        error={wrong.has('places') ? t('desk.service_notice.places_missing') : undefined}
        onChange={(chosen) => {
          onChange({ places: chosen as NoticePlace[] });
        }}
      />
      <Times draft={draft} wrong={wrong} refused={refused} onChange={onChange} />
      <Textfield
        className="short-field"
        label={t('desk.service_notice.position')}
        description={t('desk.service_notice.position_means')}
        inputMode="numeric"
        value={draft.position}
        error={wrong.has('position') && t('desk.admin.retention.number_bad', { least: 0, most: 1000 })}
        onChange={(event) => {
          onChange({ position: event.target.value });
        }}
      />
    </>
  );
}

/** From when and until when it is shown. */
function Times({ draft, wrong, refused, onChange }: FieldsProps) {
  const { t } = useI18n();
  return (
    <>
      <WhenFields
        legend={t('desk.service_notice.from')}
        description={t('desk.service_notice.from_means')}
        draft={draft.starts}
        fault={wrong.has('starts') ? t('desk.policy.at_missing') : undefined}
        onChange={(starts) => {
          onChange({ starts });
        }}
      />
      <WhenFields
        legend={t('desk.service_notice.until')}
        description={t('desk.service_notice.until_means')}
        draft={draft.ends}
        fault={wrong.has('ends') || refused.has('ends_at') ? t('desk.service_notice.until_bad') : undefined}
        onChange={(ends) => {
          onChange({ ends });
        }}
      />
    </>
  );
}

function KindField({ draft, onChange }: Pick<FieldsProps, 'draft' | 'onChange'>) {
  const { t } = useI18n();
  const group = useId();
  return (
    <Fieldset data-size="sm">
      <Fieldset.Legend>{t('desk.service_notice.kind')}</Fieldset.Legend>
      {(['planned', 'sudden'] as const).map((kind) => (
        <Radio
          key={kind}
          name={group}
          value={kind}
          label={t(`desk.service_notice.kind.${kind}`)}
          description={t(`desk.service_notice.kind_means.${kind}`)}
          checked={draft.kind === kind}
          onChange={() => {
            onChange({ kind });
          }}
        />
      ))}
    </Fieldset>
  );
}
