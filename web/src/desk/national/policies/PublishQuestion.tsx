import { Button, Fieldset, Radio, Textfield } from '@digdir/designsystemet-react';
import { useId, useState } from 'react';
import { minuteText, today } from '../../admin/parts/dates';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { useTask } from '../../admin/parts/useTask';
import { useI18n } from '../../app/i18n';
import { Modal } from '../../app/Modal';
import { useNow } from '../../app/time';
import type { Policy } from '../shapes';
import type { PolicyApi } from './api';
import { instantOfDraft, publicationFault, type PublicationDraft } from './publication';

interface PublishQuestionProps {
  policy: Policy;
  /** Of what was read. */
  tag: string;
  policies: PolicyApi;
  /** Something on the page is not saved, and would not come with it. */
  unsaved: boolean;
  /** Somebody else has to approve first. */
  waitsForSecond: boolean;
  onDone: (text: string) => void;
  onClose: () => void;
}

/** Asks from when a draft is to be in force, and says what follows from it. */
export function PublishQuestion(props: PublishQuestionProps) {
  const { policy, unsaved, waitsForSecond, onClose } = props;
  const { t } = useI18n();
  const obstacle = waitsForSecond ? 'desk.policy.needs_second' : unsaved ? 'desk.policy.save_first' : undefined;
  return (
    <Modal title={t('desk.policy.publish_title', { version: policy.version })} onClose={onClose}>
      {obstacle === undefined ? (
        <Choice {...props} />
      ) : (
        <div className="stack">
          <p>{t(obstacle)}</p>
          <div className="row dialog-actions">
            <Button variant="secondary" data-color="neutral" onClick={onClose}>
              {t('desk.dialog.close')}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}

function Choice({ policy, tag, policies, onDone, onClose }: PublishQuestionProps) {
  const { t, language } = useI18n();
  const [draft, setDraft] = useState<PublicationDraft>({ when: 'now', date: '', time: '' });
  const [asked, setAsked] = useState(false);
  const task = useTask();
  const version = policy.version;
  const fault = publicationFault(draft, useNow());
  const send = () => {
    setAsked(true);
    if (fault !== undefined) return;
    const at = instantOfDraft(draft);
    void task.run(async () => {
      await policies.publish(version, tag, at);
      onDone(
        at === undefined
          ? t('desk.policy.published', { version })
          : t('desk.policy.scheduled', { version, at: minuteText(at, language) }),
      );
    });
  };
  return (
    <div className="stack">
      <When draft={draft} fault={asked ? fault : undefined} onChange={setDraft} />
      <ul className="consequences">
        <li>{t('desk.policy.publish_waiting')}</li>
        <li>{t('desk.policy.publish_new', { version })}</li>
        <li>{t('desk.policy.publish_back')}</li>
      </ul>
      <ProblemLine problem={task.problem} />
      <div className="row dialog-actions">
        <Button loading={task.busy} onClick={send}>
          {t(draft.when === 'now' ? 'desk.policy.publish_confirm' : 'desk.policy.schedule_confirm')}
        </Button>
        <Button variant="secondary" data-color="neutral" onClick={onClose}>
          {t('desk.cancel')}
        </Button>
      </div>
    </div>
  );
}

interface WhenProps {
  draft: PublicationDraft;
  fault: ReturnType<typeof publicationFault>;
  onChange: (draft: PublicationDraft) => void;
}

function When({ draft, fault, onChange }: WhenProps) {
  const { t } = useI18n();
  const group = useId();
  return (
    <Fieldset data-size="sm">
      <Fieldset.Legend>{t('desk.policy.when')}</Fieldset.Legend>
      {(['now', 'at'] as const).map((when) => (
        <Radio
          key={when}
          name={group}
          value={when}
          label={t(`desk.policy.when_${when}`)}
          checked={draft.when === when}
          onChange={() => {
            onChange({ ...draft, when });
          }}
        />
      ))}
      {draft.when === 'at' && (
        <div className="row publish-at">
          <Textfield
            type="date"
            label={t('desk.admin.word.date')}
            min={today()}
            value={draft.date}
            aria-invalid={fault !== undefined || undefined}
            onChange={(event) => {
              onChange({ ...draft, date: event.target.value });
            }}
          />
          <Textfield
            label={t('desk.policy.time')}
            inputMode="numeric"
            placeholder="08:00"
            value={draft.time}
            aria-invalid={fault !== undefined || undefined}
            onChange={(event) => {
              onChange({ ...draft, time: event.target.value });
            }}
          />
        </div>
      )}
      <div role="alert">{fault !== undefined && <p className="field-error">{t(`desk.policy.at_${fault}`)}</p>}</div>
    </Fieldset>
  );
}
