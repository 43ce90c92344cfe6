import { Alert, Button, Field, Fieldset, Heading, Label, Radio, Select, Textfield } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef, useState, type SubmitEvent } from 'react';
import { useI18n } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import { today } from '../parts/dates';
import { same } from '../parts/merge';
import { ProblemLine } from '../parts/ProblemLine';
import { refusedFields, useTask } from '../parts/useTask';
import type { Agreement, NewAgreement } from '../shapes';
import {
  EMPTY,
  MOST_HOURS,
  MOST_SHARE,
  proposalFaults,
  proposalOf,
  SHARED_CHANNELS,
  type ProposalDraft,
  type ProposalFault,
} from './draft';
import { standingOf } from './order';

interface ProposalFormProps {
  all: readonly Agreement[];
  propose: (proposal: NewAgreement) => Promise<void>;
  onDone: () => void;
  onCancel: () => void;
}

/** A new proposal to the other side. */
export function ProposalForm({ all, propose, onDone, onCancel }: ProposalFormProps) {
  const { t } = useI18n();
  const [draft, setDraft] = useState(EMPTY);
  const [asked, setAsked] = useState(false);
  const task = useTask();
  const faults = proposalFaults(draft, today());
  const of = (standing: string) =>
    all.some((one) => one.channel === draft.channel && standingOf(one, today()) === standing);
  const waits = of('proposed');
  useUnsaved(!same(draft, EMPTY));
  const change = (part: Partial<ProposalDraft>) => {
    setDraft({ ...draft, ...part });
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (task.busy || faults.size > 0 || waits) return;
    void task.run(async () => {
      await propose(proposalOf(draft));
      onDone();
    });
  };
  const parts = { draft, asked, faults, refused: refusedFields(task.problem), onChange: change };
  return (
    <form className="stack card" noValidate onSubmit={submit}>
      <Heading level={3} data-size="2xs">
        {t('desk.admin.agreement.new')}
      </Heading>
      <ChannelField {...parts} />
      <ChannelHints draft={draft} waits={waits} replaces={of('in_force') || of('coming')} />
      <MeasureFields {...parts} />
      <PeriodFields {...parts} />
      <ProblemLine problem={task.problem} />
      <div className="row">
        <Button type="submit" data-size="sm" loading={task.busy}>
          {t('desk.admin.agreement.send')}
        </Button>
        <Button data-size="sm" variant="secondary" data-color="neutral" onClick={onCancel}>
          {t('desk.cancel')}
        </Button>
      </div>
    </form>
  );
}

interface PartProps {
  draft: ProposalDraft;
  asked: boolean;
  faults: ReadonlySet<ProposalFault>;
  refused: ReadonlySet<string>;
  onChange: (part: Partial<ProposalDraft>) => void;
}

function ChannelField({ draft, onChange }: PartProps) {
  const { t, name } = useI18n();
  const field = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    field.current?.focus();
  }, []);
  return (
    <Field className="filter">
      <Label>{t('desk.admin.word.channel')}</Label>
      <Select
        ref={field}
        value={draft.channel}
        onChange={(event) => {
          const channel = SHARED_CHANNELS.find((one) => one === event.target.value);
          if (channel) onChange({ channel });
        }}
      >
        {SHARED_CHANNELS.map((one) => (
          <Select.Option key={one} value={one}>
            {name('channel', one)}
          </Select.Option>
        ))}
      </Select>
    </Field>
  );
}

/** What follows for the channel from what is there already. */
function ChannelHints({ draft, waits, replaces }: { draft: ProposalDraft; waits: boolean; replaces: boolean }) {
  const { t, name } = useI18n();
  return (
    <div role="status">
      {waits ? (
        <Alert data-color="warning" data-size="sm">
          {t('desk.admin.agreement.waits_already')}
        </Alert>
      ) : (
        replaces && (
          <Alert data-color="info" data-size="sm">
            {t('desk.admin.agreement.replaces', { channel: name('channel', draft.channel) })}
          </Alert>
        )
      )}
    </div>
  );
}

function MeasureFields({ draft, asked, faults, refused, onChange }: PartProps) {
  const { t } = useI18n();
  const group = useId();
  const { by } = draft;
  const written = draft[by];
  const fault = by === 'hours' ? 'hours_bad' : 'share_bad';
  const limit = by === 'hours' ? MOST_HOURS : MOST_SHARE;
  const bad = faults.has(fault) && (asked || written !== '');
  const server = refused.has('share') || refused.has('weekly_minutes');
  return (
    <>
      <Fieldset data-size="sm">
        <Fieldset.Legend>{t('desk.admin.agreement.measure')}</Fieldset.Legend>
        {(['hours', 'share'] as const).map((one) => (
          <Radio
            key={one}
            name={group}
            value={one}
            label={t(`desk.admin.agreement.by_${one}`)}
            description={t(`desk.admin.agreement.by_${one}_means`)}
            checked={by === one}
            onChange={() => {
              onChange({ by: one });
            }}
          />
        ))}
      </Fieldset>
      <Textfield
        className="short-field"
        label={t(by === 'hours' ? 'desk.admin.agreement.by_hours' : 'desk.admin.word.share')}
        inputMode="decimal"
        value={written}
        error={bad ? t(`desk.admin.agreement.${fault}`, { limit }) : server ? t('desk.admin.refused') : undefined}
        onChange={(event) => {
          onChange({ [by]: event.target.value });
        }}
      />
    </>
  );
}

function PeriodFields({ draft, asked, faults, refused, onChange }: PartProps) {
  const { t } = useI18n();
  const fromError = () => {
    if (faults.has('from_past')) return t('desk.admin.agreement.from_past');
    if (asked && faults.has('from_missing')) return t('desk.admin.agreement.from_missing');
    return refused.has('valid_from') ? t('desk.admin.refused') : undefined;
  };
  const untilError = () => {
    if (faults.has('until_early')) return t('desk.admin.agreement.until_early');
    return refused.has('valid_until') ? t('desk.admin.refused') : undefined;
  };
  return (
    <div className="pair">
      <Textfield
        className="short-field"
        type="date"
        label={t('desk.admin.word.valid_from')}
        min={today()}
        value={draft.from}
        error={fromError()}
        onChange={(event) => {
          onChange({ from: event.target.value });
        }}
      />
      <Textfield
        className="short-field"
        type="date"
        label={t('desk.admin.word.valid_until')}
        description={t('desk.admin.agreement.until_means')}
        min={draft.from || today()}
        value={draft.until}
        error={untilError()}
        onChange={(event) => {
          onChange({ until: event.target.value });
        }}
      />
    </div>
  );
}
