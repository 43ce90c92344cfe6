import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { Confirm } from '../../admin/parts/Confirm';
import type { Deeds } from '../../admin/parts/Done';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { useTask } from '../../admin/parts/useTask';
import { useI18n } from '../../app/i18n';
import { hasUnsaved, leaveThen } from '../../app/leaving';
import { pathOf, replace } from '../../app/route';
import type { Policy } from '../shapes';
import type { PolicyApi } from './api';
import { keepDeleted } from './deleted';
import { PublishQuestion } from './PublishQuestion';
import { RollBackQuestion } from './RollBackQuestion';
import { stepsFor, type Question } from './steps';

interface PolicyStepsProps {
  policy: Policy;
  /** Of what was read. */
  tag: string;
  secondPerson: boolean;
  policies: PolicyApi;
  may: (action: string) => boolean;
  deeds: Deeds;
  onChanged: () => void;
}

/** What can be done with a version in its state. */
export function PolicySteps(props: PolicyStepsProps) {
  const { policy, tag, policies, secondPerson, deeds, may, onChanged } = props;
  const { t } = useI18n();
  const [question, setQuestion] = useState<Question>();
  const task = useTask();
  const steps = stepsFor(policy, secondPerson, may);
  const approve = () =>
    task.run(async () => {
      await policies.approve(policy.version, tag);
      deeds.tell({ text: t('desk.policy.approved') });
      onChanged();
    });
  return (
    <>
      {secondPerson && policy.state === 'draft' && (
        <p>{t(policy.approved_at === undefined ? 'desk.policy.needs_second' : 'desk.policy.has_second')}</p>
      )}
      <div className="row">
        {steps.includes('approve') && (
          <Button
            data-size="sm"
            variant="secondary"
            loading={task.busy}
            onClick={() => {
              leaveThen(() => void approve());
            }}
          >
            {t('desk.policy.approve')}
          </Button>
        )}
        {(['publish', 'unschedule', 'roll_back', 'delete'] as const)
          .filter((one) => steps.includes(one))
          .map((one) => (
            <Button
              key={one}
              data-size="sm"
              variant={one === 'publish' ? 'primary' : one === 'delete' ? 'tertiary' : 'secondary'}
              {...(one === 'delete' ? { 'data-color': 'danger' as const } : {})}
              onClick={() => {
                task.forget();
                setQuestion(one);
              }}
            >
              {t(`desk.policy.${one}`)}
            </Button>
          ))}
      </div>
      <ProblemLine problem={task.problem} />
      <Questions
        {...props}
        question={question}
        onClose={() => {
          setQuestion(undefined);
        }}
      />
    </>
  );
}

interface QuestionsProps extends PolicyStepsProps {
  question: Question | undefined;
  onClose: () => void;
}

function Questions({ question, onClose, ...props }: QuestionsProps) {
  const { policy, policies, deeds, onChanged } = props;
  const done = (text: string) => {
    onClose();
    deeds.tell({ text });
    onChanged();
  };
  switch (question) {
    case 'publish':
      return (
        <PublishQuestion
          policy={policy}
          tag={props.tag}
          policies={policies}
          unsaved={hasUnsaved()}
          waitsForSecond={props.secondPerson && policy.approved_at === undefined}
          onDone={done}
          onClose={onClose}
        />
      );
    case 'roll_back':
      return <RollBackQuestion policy={policy} policies={policies} onDone={done} onClose={onClose} />;
    case 'unschedule':
      return <UnscheduleQuestion policy={policy} policies={policies} onDone={done} onClose={onClose} />;
    case 'delete':
      return <DeleteQuestion policy={policy} policies={policies} onClose={onClose} />;
    default:
      return null;
  }
}

interface UnscheduleProps {
  policy: Policy;
  policies: PolicyApi;
  onDone: (text: string) => void;
  onClose: () => void;
}

function UnscheduleQuestion({ policy, policies, onDone, onClose }: UnscheduleProps) {
  const { t } = useI18n();
  return (
    <Confirm
      title={t('desk.policy.unschedule_title', { version: policy.version })}
      consequences={[t('desk.policy.unschedule_means'), t('desk.policy.unschedule_draft')]}
      confirm={t('desk.policy.unschedule')}
      harmless
      onConfirm={async () => {
        await policies.unschedule(policy.version);
        onDone(t('desk.policy.unscheduled', { version: policy.version }));
      }}
      onClose={onClose}
    />
  );
}

interface DeleteProps {
  policy: Policy;
  policies: PolicyApi;
  onClose: () => void;
}

function DeleteQuestion({ policy, policies, onClose }: DeleteProps) {
  const { t } = useI18n();
  return (
    <Confirm
      title={t('desk.policy.delete_title', { version: policy.version })}
      consequences={[t('desk.policy.delete_means'), t('desk.policy.delete_undo')]}
      confirm={t('desk.policy.delete')}
      onConfirm={async () => {
        await policies.delete(policy.version);
        onClose();
        keepDeleted(policy);
        replace(pathOf('national', 'policies'));
      }}
      onClose={onClose}
    />
  );
}
