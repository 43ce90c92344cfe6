import { Button, Heading, Textfield } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { focusFault } from '../../admin/parts/focus';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { useTask, type Task } from '../../admin/parts/useTask';
import { useI18n } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import { useNow } from '../../app/time';
import { WhenFields } from '../parts/WhenFields';
import { instantOfWhen, NO_TIME } from '../parts/when';
import { endFault, holdsPrivate, readKey, refusedKey } from './jwk';
import type { NewPartnerKey } from './shapes';

interface KeyFormProps {
  /** The names of the keys there are. */
  names: readonly string[];
  onAdd: (key: NewPartnerKey) => Promise<void>;
  onCancel: () => void;
}

/** A key while it is pasted, and what is wrong with it. A private one is thrown away at once. */
function useKey(names: readonly string[]) {
  const [text, setText] = useState('');
  const [thrownAway, setThrownAway] = useState(false);
  const [end, setEnd] = useState(NO_TIME);
  const now = useNow();
  useUnsaved(text !== '' || end !== NO_TIME);
  const read = readKey(text, names);
  const at = instantOfWhen(end);
  const endsBadly = endFault(end, now) !== undefined;
  const fault = 'fault' in read ? read.fault : undefined;
  return {
    text,
    end,
    setEnd,
    endsBadly,
    fault: thrownAway ? ('private' as const) : fault,
    key: 'fault' in read || endsBadly ? undefined : { jwk: read.jwk, ...(at === undefined ? {} : { not_after: at }) },
    paste: (pasted: string) => {
      const isPrivate = holdsPrivate(pasted);
      setText(isPrivate ? '' : pasted);
      setThrownAway(isPrivate);
    },
  };
}

/** Takes a public key as it is pasted. */
export function KeyForm({ names, onAdd, onCancel }: KeyFormProps) {
  const { t } = useI18n();
  const state = useKey(names);
  const [asked, setAsked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const task = useTask();
  useEffect(() => {
    title.current?.focus();
  }, []);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (task.busy) return;
    const { key } = state;
    const added = key !== undefined && (await task.run(() => onAdd(key)));
    if (!added && form.current) focusFault(form.current);
  };
  return (
    <form ref={form} className="stack card" noValidate onSubmit={(event) => void submit(event)}>
      <Heading ref={title} level={3} data-size="2xs" tabIndex={-1}>
        {t('desk.partner.key.new')}
      </Heading>
      <KeyFields state={state} asked={asked} task={task} />
      <ProblemLine problem={task.problem} />
      <div className="row">
        <Button type="submit" data-size="sm" loading={task.busy}>
          {t('desk.partner.key.add')}
        </Button>
        <Button data-size="sm" variant="secondary" data-color="neutral" onClick={onCancel}>
          {t('desk.cancel')}
        </Button>
      </div>
    </form>
  );
}

interface KeyFieldsProps {
  state: ReturnType<typeof useKey>;
  asked: boolean;
  task: Task;
}

function KeyFields({ state, asked, task }: KeyFieldsProps) {
  const { t } = useI18n();
  const refused = refusedKey(task.problem?.errors ?? []);
  const fault = state.fault === 'empty' && !asked ? undefined : (state.fault ?? refused.key);
  return (
    <>
      <Textfield
        multiline
        rows={8}
        className="code-field"
        label={t('desk.partner.key.jwk')}
        description={t('desk.partner.key.jwk_means')}
        spellCheck={false}
        autoComplete="off"
        value={state.text}
        error={fault && t(`desk.partner.key.fault.${fault}`)}
        onChange={({ target: { value } }) => {
          state.paste(value);
          task.forget();
        }}
      />
      <WhenFields
        legend={t('desk.partner.key.end')}
        description={t('desk.partner.key.end_means')}
        draft={state.end}
        fault={(asked && state.endsBadly) || refused.end ? t('desk.partner.key.end_bad') : undefined}
        onChange={state.setEnd}
      />
    </>
  );
}
