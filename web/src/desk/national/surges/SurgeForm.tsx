import { Button, Heading, Textfield } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { TextFields } from '../../admin/parts/TextFields';
import { refusedFields, useTask } from '../../admin/parts/useTask';
import { useI18n } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import { WhenFields } from '../parts/WhenFields';
import type { Surge } from '../shapes';
import type { SurgeApi } from './api';
import {
  changeOf,
  draftOf,
  faultsOf,
  MOST_LINKS,
  NO_LINK,
  type LinkDraft,
  type SurgeDraft,
  type SurgeFault,
} from './draft';

const REASON_LIMIT = 500;
const LINK_LIMIT = 200;
const NOTHING: ReadonlySet<SurgeFault> = new Set();

interface SurgeFormProps {
  /** What to plan anew; something new if absent. */
  surge: Surge | undefined;
  surges: SurgeApi;
  onSaved: () => void;
  onCancel: () => void;
}

/** Plans a time of many, or begins one. */
export function SurgeForm({ surge, surges, onSaved, onCancel }: SurgeFormProps) {
  const { t } = useI18n();
  const [draft, setDraft] = useState(() => draftOf(surge));
  const [asked, setAsked] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  const task = useTask();
  useEffect(() => {
    title.current?.focus();
  }, []);
  useUnsaved(JSON.stringify(draft) !== JSON.stringify(draftOf(surge)));
  const faults = faultsOf(draft);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (task.busy || faults.size > 0) return;
    void task.run(async () => {
      await (surge ? surges.change(surge, changeOf(draft)) : surges.create(changeOf(draft)));
      onSaved();
    });
  };
  const parts = {
    draft,
    wrong: asked ? faults : NOTHING,
    refused: refusedFields(task.problem),
    onChange: (part: Partial<SurgeDraft>) => {
      setDraft({ ...draft, ...part });
    },
  };
  return (
    <form className="stack card" noValidate onSubmit={submit}>
      <Heading ref={title} level={2} data-size="2xs" tabIndex={-1}>
        {t(surge ? 'desk.surge.change' : 'desk.surge.new')}
      </Heading>
      <Basics {...parts} />
      <SelfHelp {...parts} />
      <LinkFields
        legend={t('desk.surge.session')}
        description={t('desk.surge.session_means')}
        link={draft.session}
        wrong={parts.wrong.has('session')}
        onChange={(session) => {
          parts.onChange({ session });
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

interface PartProps {
  draft: SurgeDraft;
  wrong: ReadonlySet<SurgeFault>;
  refused: ReadonlySet<string>;
  onChange: (part: Partial<SurgeDraft>) => void;
}

function Basics({ draft, wrong, refused, onChange }: PartProps) {
  const { t } = useI18n();
  return (
    <>
      <Textfield
        label={t('desk.policy.reason')}
        description={t('desk.surge.reason_means')}
        maxLength={REASON_LIMIT}
        value={draft.reason}
        error={
          (wrong.has('reason') && t('desk.policy.reason_missing')) || (refused.has('reason') && t('desk.admin.refused'))
        }
        onChange={(event) => {
          onChange({ reason: event.target.value });
        }}
      />
      <WhenFields
        legend={t('desk.service_notice.from')}
        description={t('desk.service_notice.from_means')}
        draft={draft.starts}
        fault={wrong.has('starts') || refused.has('starts_at') ? t('desk.policy.at_missing') : undefined}
        onChange={(starts) => {
          onChange({ starts });
        }}
      />
      <WhenFields
        legend={t('desk.service_notice.until')}
        description={t('desk.surge.until_means')}
        draft={draft.ends}
        fault={wrong.has('ends') || refused.has('ends_at') ? t('desk.surge.until_bad') : undefined}
        onChange={(ends) => {
          onChange({ ends });
        }}
      />
      <Textfield
        className="short-field"
        label={t('desk.surge.cap')}
        description={t('desk.surge.cap_means')}
        inputMode="numeric"
        value={draft.cap}
        error={wrong.has('cap') && t('desk.admin.retention.number_bad', { least: 1, most: 10_000 })}
        onChange={(event) => {
          onChange({ cap: event.target.value });
        }}
      />
      <Textfield
        className="short-field"
        label={t('desk.surge.choices')}
        description={t('desk.surge.choices_means')}
        inputMode="numeric"
        value={draft.choicesAfter}
        error={wrong.has('choices') && t('desk.admin.retention.number_bad', { least: 1, most: 240 })}
        onChange={(event) => {
          onChange({ choicesAfter: event.target.value });
        }}
      />
    </>
  );
}

/** The links shown before the queue. */
function SelfHelp({ draft, wrong, onChange }: PartProps) {
  const { t } = useI18n();
  const { links } = draft;
  const replace = (place: number, link: LinkDraft) => {
    onChange({ links: links.map((one, at) => (at === place ? link : one)) });
  };
  return (
    <>
      {links.map((link, place) => (
        // Links have no name of their own but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={place} className="stack">
          <LinkFields
            legend={t('desk.surge.link', { number: place + 1 })}
            description={t('desk.surge.link_means')}
            link={link}
            wrong={wrong.has(`link.${place}`)}
            onChange={(changed) => {
              replace(place, changed);
            }}
          />
          <div>
            <Button
              data-size="sm"
              variant="tertiary"
              data-color="danger"
              onClick={() => {
                onChange({ links: links.filter((_, at) => at !== place) });
              }}
            >
              {t('desk.surge.link_remove', { number: place + 1 })}
            </Button>
          </div>
        </div>
      ))}
      {links.length < MOST_LINKS && (
        <div>
          <Button
            data-size="sm"
            variant="secondary"
            onClick={() => {
              onChange({ links: [...links, NO_LINK] });
            }}
          >
            {t('desk.surge.link_add')}
          </Button>
        </div>
      )}
    </>
  );
}

interface LinkFieldsProps {
  legend: string;
  description: string;
  link: LinkDraft;
  wrong: boolean;
  onChange: (link: LinkDraft) => void;
}

function LinkFields({ legend, description, link, wrong, onChange }: LinkFieldsProps) {
  const { t } = useI18n();
  return (
    <>
      <Textfield
        label={t('desk.surge.url', { what: legend })}
        description={description}
        type="url"
        inputMode="url"
        placeholder="https://"
        value={link.url}
        error={wrong && t('desk.surge.link_bad')}
        onChange={(event) => {
          onChange({ ...link, url: event.target.value });
        }}
      />
      <TextFields
        legend={t('desk.surge.link_text', { what: legend })}
        description={t('desk.service_notice.text_means')}
        texts={link.texts}
        limit={LINK_LIMIT}
        refused={false}
        onChange={(texts) => {
          onChange({ ...link, texts });
        }}
      />
    </>
  );
}
