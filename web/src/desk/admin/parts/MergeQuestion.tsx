import { Button, Fieldset, Paragraph, Radio } from '@digdir/designsystemet-react';
import { useId, useState } from 'react';
import { useI18n } from '../../app/i18n';
import { Modal } from '../../app/Modal';
import { obvious, type Choice, type Choices, type Difference } from './merge';
import { ProblemLine } from './ProblemLine';
import type { Task } from './useTask';

interface MergeQuestionProps {
  found: readonly Difference[];
  /** The name of a field. */
  nameOf: (field: string) => string;
  /** A value in words. */
  textOf: (field: string, value: unknown) => string;
  task: Task;
  onMerge: (choices: Choices) => void;
  onClose: () => void;
}

/** Shows what somebody else saved beside what is written here, and lets each field be chosen. */
export function MergeQuestion({ found, nameOf, textOf, task, onMerge, onClose }: MergeQuestionProps) {
  const { t } = useI18n();
  const [choices, setChoices] = useState<Choices>(() => obvious(found));
  const [asked, setAsked] = useState(false);
  const missing = found.some(({ field }) => choices[field] === undefined);
  const save = () => {
    setAsked(true);
    if (!missing) onMerge(choices);
  };
  return (
    <Modal title={t('desk.admin.merge.title')} onClose={onClose}>
      <div className="stack">
        <Paragraph>{t(found.length === 0 ? 'desk.admin.merge.same' : 'desk.admin.merge.means')}</Paragraph>
        {found.map((one) => (
          <Pair
            key={one.field}
            name={nameOf(one.field)}
            by={one.by}
            mine={textOf(one.field, one.mine)}
            theirs={textOf(one.field, one.theirs)}
            choice={choices[one.field]}
            missing={asked}
            onChoose={(choice) => {
              setChoices({ ...choices, [one.field]: choice });
            }}
          />
        ))}
        <ProblemLine problem={task.problem} />
        <div className="row dialog-actions">
          <Button loading={task.busy} onClick={save}>
            {t('desk.admin.merge.save')}
          </Button>
          <Button variant="secondary" data-color="neutral" onClick={onClose}>
            {t('desk.admin.merge.later')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

interface PairProps {
  name: string;
  by: Difference['by'];
  mine: string;
  theirs: string;
  choice: Choice | undefined;
  missing: boolean;
  onChoose: (choice: Choice) => void;
}

function Pair({ name, by, mine, theirs, choice, missing, onChoose }: PairProps) {
  const { t } = useI18n();
  const group = useId();
  return (
    <Fieldset data-size="sm">
      <Fieldset.Legend>{name}</Fieldset.Legend>
      <Fieldset.Description>{t(`desk.admin.merge.by_${by}`)}</Fieldset.Description>
      <div className="pair">
        {(['theirs', 'mine'] as const).map((side) => (
          <Radio
            key={side}
            name={group}
            value={side}
            label={t(`desk.admin.merge.${side}`)}
            description={side === 'mine' ? mine : theirs}
            checked={choice === side}
            onChange={() => {
              onChoose(side);
            }}
          />
        ))}
      </div>
      <div role="alert">
        {missing && choice === undefined && <p className="field-error">{t('desk.admin.merge.missing')}</p>}
      </div>
    </Fieldset>
  );
}
