import { Button, Heading, Textfield } from '@digdir/designsystemet-react';
import { useState, type SubmitEvent } from 'react';
import { useI18n } from '../../app/i18n';
import { useLoaded } from '../../app/useLoaded';
import type { AdminApi } from '../api';
import { Boxes } from '../parts/Boxes';
import { ProblemLine } from '../parts/ProblemLine';
import { useTask } from '../parts/useTask';
import { CHANNELS, MODULES, QUEUES, type Exception, type QueueKind } from '../shapes';
import { earlyCloseOf, EMPTY_CLOSE, timeIsGood, type CloseDraft } from './early';
import { QueueField } from './QueueField';
import { ReasonFields } from './ReasonFields';

interface EarlyCloseProps {
  admin: AdminApi;
  onClosed: (added: Exception[]) => void;
}

/** Closes the centre earlier today than its hours say. */
export function EarlyClose({ admin, onClosed }: EarlyCloseProps) {
  const { t } = useI18n();
  const [open, setOpen] = useState(false);
  if (!open) {
    return (
      <div>
        <Button
          data-size="sm"
          variant="secondary"
          onClick={() => {
            setOpen(true);
          }}
        >
          {t('desk.admin.early.start')}
        </Button>
      </div>
    );
  }
  return (
    <EarlyForm
      admin={admin}
      onClosed={(added) => {
        setOpen(false);
        onClosed(added);
      }}
      onCancel={() => {
        setOpen(false);
      }}
    />
  );
}

function EarlyForm({ admin, onClosed, onCancel }: EarlyCloseProps & { onCancel: () => void }) {
  const { t } = useI18n();
  const [draft, setDraft] = useState<CloseDraft>(EMPTY_CLOSE);
  const task = useTask();
  const good = timeIsGood(draft.closes);
  const change = (part: Partial<CloseDraft>) => {
    setDraft({ ...draft, ...part });
    task.forget();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (task.busy || !good) return;
    void task.run(async () => {
      onClosed((await admin.closeEarly(earlyCloseOf(draft))).items);
    });
  };
  const refused = task.problem?.errors?.find(({ field }) => field === 'closes');
  return (
    <form className="stack card" noValidate onSubmit={submit}>
      <Heading level={3} data-size="2xs">
        {t('desk.admin.early.title')}
      </Heading>
      <p className="quiet">{t('desk.admin.early.means')}</p>
      <Textfield
        className="short-field"
        label={t('desk.admin.early.time')}
        description={t('desk.admin.early.time_means')}
        inputMode="numeric"
        placeholder="15:00"
        value={draft.closes}
        error={good ? refused && t('desk.admin.early.refused') : t('desk.admin.early.time_bad')}
        onChange={(event) => {
          change({ closes: event.target.value });
        }}
      />
      <QueueField
        queue={draft.queue}
        onChange={(queue) => {
          change({ queue: QUEUES.find((one): one is QueueKind => one === queue) ?? '' });
        }}
      />
      <ChannelBoxes admin={admin} draft={draft} onChange={change} />
      <ReasonFields
        reason={draft.reason}
        onChange={(reason) => {
          change({ reason });
        }}
      />
      <ProblemLine problem={refused ? undefined : task.problem} />
      <div className="row">
        <Button type="submit" data-size="sm" data-color="danger" loading={task.busy}>
          {t('desk.admin.early.confirm')}
        </Button>
        <Button data-size="sm" variant="secondary" data-color="neutral" onClick={onCancel}>
          {t('desk.cancel')}
        </Button>
      </div>
    </form>
  );
}

interface ChannelBoxesProps {
  admin: AdminApi;
  draft: CloseDraft;
  onChange: (part: Partial<CloseDraft>) => void;
}

/** Only what the centre has switched on can be closed. */
function ChannelBoxes({ admin, draft, onChange }: ChannelBoxesProps) {
  const { t, name } = useI18n();
  const profile = useLoaded('admin/early/modules', () => admin.profile());
  const modules = profile.value?.value.modules;
  const off = new Set(MODULES.filter((one) => modules?.[one] === false).map((one) => one.replace(/s$/, '')));
  return (
    <Boxes
      legend={t('desk.admin.early.channels')}
      description={t('desk.admin.early.channels_means')}
      options={CHANNELS.filter((one) => !off.has(one)).map((one) => ({ value: one, label: name('channel', one) }))}
      chosen={draft.channels}
      onChange={(chosen) => {
        onChange({ channels: CHANNELS.filter((one) => chosen.includes(one)) });
      }}
    />
  );
}
