import { Alert, Button, Fieldset, Radio, Spinner, Textfield } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef, useState } from 'react';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { today } from '../../admin/parts/dates';
import { useTask } from '../../admin/parts/useTask';
import { useI18n } from '../../app/i18n';
import { useNow } from '../../app/time';
import type { DryRun } from '../shapes';
import type { PolicyApi } from './api';
import { dateLater, daysOf, FIRST_ORDER, isOver, KINDS, mostDays, orderOf, type OrderDraft } from './dryrun';
import { DryRunResult } from './DryRunResult';

interface DryRunPanelProps {
  version: number;
  draft: boolean;
  policies: PolicyApi;
}

/** Tries a version on days that might be, beside the one in force. Nobody notices it. */
export function DryRunPanel({ version, draft: isDraft, policies }: DryRunPanelProps) {
  const { t } = useI18n();
  const [draft, setDraft] = useState(FIRST_ORDER);
  const [result, setResult] = useState<DryRun>();
  const [startedAt, setStartedAt] = useState(0);
  const task = useTask();
  const order = orderOf(draft, today());
  const run = () => {
    if (order === undefined || task.busy) return;
    setStartedAt(Date.now());
    void task.run(async () => {
      setResult(await policies.dryRun(version, order));
    });
  };
  return (
    <section className="card part dry-run" aria-labelledby="dry-run">
      <h2 id="dry-run" className="part-title">
        {t('desk.policy.dry_run')}
      </h2>
      <p className="quiet">{t(isDraft ? 'desk.policy.dry_run_draft' : 'desk.policy.dry_run_means')}</p>
      <OrderFields draft={draft} onChange={setDraft} />
      <div className="row">
        <Button data-size="sm" variant="secondary" aria-disabled={task.busy || undefined} onClick={run}>
          {t('desk.policy.dry_run_start')}
        </Button>
        {task.busy && <Progress startedAt={startedAt} days={daysOf(draft) ?? 0} />}
      </div>
      <ProblemLine problem={task.problem} />
      {result && !task.busy && <Outcome key={startedAt} result={result} />}
    </section>
  );
}

/** The server answers once, at the end; until then the time that went tells that it works. */
function Progress({ startedAt, days }: { startedAt: number; days: number }) {
  const { t, plural } = useI18n();
  const seconds = Math.max(0, Math.floor((useNow() - startedAt) / 1_000));
  return (
    <div className="row" role="status">
      <Spinner aria-hidden="true" data-size="xs" />
      <span>{plural('desk.policy.running', days)}</span>
      <span aria-hidden="true">{t('desk.policy.running_for', { seconds })}</span>
    </div>
  );
}

function Outcome({ result }: { result: DryRun }) {
  const { t } = useI18n();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    title.current?.focus();
  }, []);
  return (
    <div className="part">
      <h3 ref={title} className="part-title" tabIndex={-1}>
        {t('desk.policy.result')}
      </h3>
      {result.results.every(({ outcome }) => outcome.contacts === 0) ? (
        <Alert data-color="info" data-size="sm">
          {t('desk.policy.result_empty')}
        </Alert>
      ) : (
        <DryRunResult result={result} />
      )}
    </div>
  );
}

interface OrderFieldsProps {
  draft: OrderDraft;
  onChange: (draft: OrderDraft) => void;
}

const WHICH = ['simulated', 'recorded'] as const;

function OrderFields({ draft, onChange }: OrderFieldsProps) {
  const { t } = useI18n();
  const group = useId();
  const days = daysOf(draft);
  return (
    <>
      <Fieldset data-size="sm">
        <Fieldset.Legend>{t('desk.policy.which')}</Fieldset.Legend>
        <div className="boxes">
          {WHICH.map((which) => (
            <Radio
              key={which}
              name={group}
              value={which}
              label={t(`desk.policy.which_${which}`)}
              checked={draft.which === which}
              onChange={() => {
                // Until yesterday, unless somebody chose otherwise.
                const from = draft.from === '' ? dateLater(today(), -(days ?? 1)) : draft.from;
                onChange({ ...draft, which, from });
              }}
            />
          ))}
        </div>
      </Fieldset>
      {draft.which === 'simulated' ? (
        <KindField draft={draft} onChange={onChange} />
      ) : (
        <p className="quiet">{t('desk.policy.recorded_means')}</p>
      )}
      <div className="row dry-run-fields">
        {draft.which === 'recorded' && (
          <Textfield
            className="short-field"
            type="date"
            label={t('desk.policy.recorded_from')}
            value={draft.from}
            error={days !== undefined && !isOver(draft, days, today()) && t('desk.policy.recorded_from_bad')}
            onChange={(event) => {
              onChange({ ...draft, from: event.target.value });
            }}
          />
        )}
        <Textfield
          className="short-field"
          label={t('desk.policy.day_count')}
          inputMode="numeric"
          value={draft.days}
          error={days === undefined && t('desk.admin.retention.number_bad', { least: 1, most: mostDays(draft) })}
          onChange={(event) => {
            onChange({ ...draft, days: event.target.value });
          }}
        />
      </div>
    </>
  );
}

/** How busy the simulated days are. */
function KindField({ draft, onChange }: OrderFieldsProps) {
  const { t } = useI18n();
  const group = useId();
  return (
    <Fieldset data-size="sm">
      <Fieldset.Legend>{t('desk.policy.days')}</Fieldset.Legend>
      <div className="boxes">
        {KINDS.map((kind) => (
          <Radio
            key={kind}
            name={group}
            value={kind}
            label={t(`desk.policy.days_${kind}`)}
            checked={draft.kind === kind}
            onChange={() => {
              onChange({ ...draft, kind });
            }}
          />
        ))}
      </div>
    </Fieldset>
  );
}
