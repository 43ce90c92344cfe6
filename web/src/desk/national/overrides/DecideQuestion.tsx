import { Button, Field, Fieldset, Label, Radio, Select, Textfield } from '@digdir/designsystemet-react';
import { useId, useState } from 'react';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { refusedFields, useTask } from '../../admin/parts/useTask';
import { useI18n } from '../../app/i18n';
import { Modal } from '../../app/Modal';
import { useNow } from '../../app/time';
import { instantOfWhen, NO_TIME, type WhenDraft } from '../parts/when';
import { WhenFields } from '../parts/WhenFields';
import type { NewOverride, Override, OverrideMode } from '../shapes';
import type { OverrideApi } from './api';
import { CHANNELS, MODES, targetText, type Named } from './words';

const REASON_LIMIT = 500;
const ENDS = ['day', 'at', 'taken_back'] as const;
type End = (typeof ENDS)[number];

interface Draft {
  target: string;
  mode: OverrideMode;
  reason: string;
  end: End;
  at: WhenDraft;
}

interface DecideQuestionProps {
  centres: readonly Named[];
  overrides: OverrideApi;
  onDone: (decided: Override) => void;
  onClose: () => void;
}

/** Asks what is decided about what, why and for how long, and says what follows from it. */
export function DecideQuestion({ centres, overrides, onDone, onClose }: DecideQuestionProps) {
  const { t } = useI18n();
  const [draft, setDraft] = useState<Draft>({ target: 'queue', mode: 'closed', reason: '', end: 'day', at: NO_TIME });
  const [asked, setAsked] = useState(false);
  const task = useTask();
  const now = useNow();
  const refused = refusedFields(task.problem);
  const change = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
  };
  const reasonMissing = draft.reason.trim() === '';
  const timeFault = faultOfEnd(draft, now);
  const send = () => {
    setAsked(true);
    if (reasonMissing || timeFault !== undefined) return;
    void task.run(async () => {
      onDone(await overrides.set(draft.target, decisionOf(draft)));
    });
  };
  return (
    <Modal title={t('desk.override.decide')} onClose={onClose}>
      <div className="stack">
        <TargetField draft={draft} centres={centres} onChange={change} />
        {draft.mode !== 'paused' && <ModeField draft={draft} onChange={change} />}
        <ul className="consequences">
          <li>{t(`desk.override.means.${draft.mode}`)}</li>
          <li>{t('desk.override.talks_go_on')}</li>
          <li>{t('desk.override.seekers_told')}</li>
        </ul>
        <Textfield
          label={t('desk.policy.reason')}
          description={t('desk.override.reason_means')}
          maxLength={REASON_LIMIT}
          value={draft.reason}
          error={
            (asked && reasonMissing && t('desk.policy.reason_missing')) ||
            (refused.has('reason') && t('desk.admin.refused'))
          }
          onChange={(event) => {
            change({ reason: event.target.value });
          }}
        />
        <EndField draft={draft} fault={asked ? timeFault : undefined} onChange={change} />
        <ProblemLine problem={task.problem} />
        <div className="row dialog-actions">
          <Button data-color={draft.mode === 'open' ? 'accent' : 'danger'} loading={task.busy} onClick={send}>
            {t(`desk.override.confirm.${draft.mode}`)}
          </Button>
          <Button variant="secondary" data-color="neutral" onClick={onClose}>
            {t('desk.cancel')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

type EndFault = 'missing' | 'past';

function faultOfEnd({ end, at }: Draft, now: number): EndFault | undefined {
  if (end !== 'at') return undefined;
  const instant = instantOfWhen(at);
  if (instant === undefined) return 'missing';
  return Date.parse(instant) <= now ? 'past' : undefined;
}

function decisionOf({ mode, reason, end, at }: Draft): NewOverride {
  const instant = instantOfWhen(at);
  return {
    mode,
    reason: reason.trim(),
    ...(end === 'at' && instant !== undefined ? { ends_at: instant } : {}),
    ...(end === 'taken_back' ? { until_taken_back: true } : {}),
  };
}

interface PartProps {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
}

function TargetField({ draft, centres, onChange }: PartProps & { centres: readonly Named[] }) {
  const i18n = useI18n();
  const { t } = i18n;
  const option = (target: string) => (
    <Select.Option key={target} value={target}>
      {targetText(i18n, target, centres)}
    </Select.Option>
  );
  return (
    <Field data-size="sm">
      <Label>{t('desk.override.target')}</Label>
      <Select
        value={draft.target}
        onChange={(event) => {
          const target = event.target.value;
          const isCentre = centres.some(({ id }) => id === target);
          const mode = isCentre ? 'paused' : draft.mode === 'paused' ? 'closed' : draft.mode;
          onChange({ target, mode });
        }}
      >
        {option('queue')}
        {CHANNELS.map(option)}
        <Select.Optgroup label={t('desk.override.pause_centre')}>{centres.map(({ id }) => option(id))}</Select.Optgroup>
      </Select>
    </Field>
  );
}

function ModeField({ draft, onChange }: PartProps) {
  const { t } = useI18n();
  const group = useId();
  return (
    <Fieldset data-size="sm">
      <Fieldset.Legend>{t('desk.override.mode')}</Fieldset.Legend>
      {MODES.map((mode) => (
        <Radio
          key={mode}
          name={group}
          value={mode}
          label={t(`desk.override.mode.${mode}`)}
          checked={draft.mode === mode}
          onChange={() => {
            onChange({ mode });
          }}
        />
      ))}
    </Fieldset>
  );
}

function EndField({ draft, fault, onChange }: PartProps & { fault: EndFault | undefined }) {
  const { t } = useI18n();
  const group = useId();
  return (
    <>
      <Fieldset data-size="sm">
        <Fieldset.Legend>{t('desk.override.end')}</Fieldset.Legend>
        {ENDS.map((end) => (
          <Radio
            key={end}
            name={group}
            value={end}
            label={t(`desk.override.end_${end}`)}
            checked={draft.end === end}
            onChange={() => {
              onChange({ end });
            }}
          />
        ))}
      </Fieldset>
      {draft.end === 'at' && (
        <WhenFields
          legend={t('desk.override.end_when')}
          draft={draft.at}
          fault={fault && t(`desk.policy.at_${fault}`)}
          onChange={(at) => {
            onChange({ at });
          }}
        />
      )}
    </>
  );
}
