import { Alert, Button, Fieldset, Radio, Spinner } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef, useState, type SubmitEvent } from 'react';
import type { Problem, WrapUpCode } from '../../../api/shapes';
import { problemOf } from '../../api/client';
import { useDesk } from '../../app/DeskContext';
import { useI18n } from '../../app/i18n';
import { useLoaded } from '../../app/useLoaded';
import type { Thread } from '../../realtime/state';

const endings = {
  seeker: 'desk.wrap_up.ended_by_seeker',
  counsellor: 'desk.wrap_up.ended',
  service: 'desk.wrap_up.ended_by_service',
} as const;

/** What came of the talk: one code, then the contact leaves the desk. */
export function WrapUpForm({ thread, onDone }: { thread: Thread; onDone: () => void }) {
  const { t, problem } = useI18n();
  const { api, session } = useDesk();
  const codes = useLoaded('wrap-up-codes', () => api.wrapUpCodes());
  const [code, setCode] = useState<WrapUpCode>();
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(false);
  const [fault, setFault] = useState<Problem>();
  const { closed_by, id } = thread.contact;

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setMissing(code === undefined);
    if (code === undefined || busy) return;
    setBusy(true);
    setFault(undefined);
    try {
      await session.wrapUp(id, code);
      onDone();
    } catch (error) {
      setFault(problemOf(error));
      setBusy(false);
    }
  };

  return (
    <form className="wrap-up" noValidate onSubmit={(event) => void submit(event)}>
      <p tabIndex={-1} data-wrap-up>
        {t(endings[closed_by ?? 'service'])}
      </p>
      <Codes codes={codes.value?.items} chosen={code} missing={missing} onChoose={setCode} />
      {codes.error !== undefined && (
        <Alert data-color="danger">
          {problem(problemOf(codes.error))}{' '}
          <Button data-size="sm" variant="secondary" onClick={codes.again}>
            {t('desk.try_again')}
          </Button>
        </Alert>
      )}
      <div role="alert">{fault && <Alert data-color="danger">{problem(fault)}</Alert>}</div>
      <Button type="submit" loading={busy}>
        {t('desk.wrap_up.submit')}
      </Button>
    </form>
  );
}

interface CodesProps {
  codes: WrapUpCode[] | undefined;
  chosen: WrapUpCode | undefined;
  missing: boolean;
  onChoose: (code: WrapUpCode) => void;
}

function Codes({ codes, chosen, missing, onChoose }: CodesProps) {
  const { t, name } = useI18n();
  const group = useId();
  const first = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (missing) first.current?.querySelector('input')?.focus();
  }, [missing]);
  if (!codes) return <Spinner aria-label={t('desk.loading')} data-size="sm" />;
  return (
    <Fieldset ref={first} data-size="sm">
      <Fieldset.Legend>{t('desk.wrap_up.question')}</Fieldset.Legend>
      {missing && <p className="field-error">{t('desk.wrap_up.missing')}</p>}
      {codes.map((one) => (
        <Radio
          key={one}
          name={group}
          label={name('wrap_up', one)}
          value={one}
          checked={chosen === one}
          aria-invalid={missing || undefined}
          onChange={() => {
            onChoose(one);
          }}
        />
      ))}
    </Fieldset>
  );
}
