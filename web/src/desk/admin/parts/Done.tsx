import { Alert, Button } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState } from 'react';
import { useI18n } from '../../app/i18n';
import { ProblemLine } from './ProblemLine';
import { useTask } from './useTask';

/** What was done, and how to have it undone. */
export interface Deed {
  text: string;
  undo?: () => Promise<string>;
  /** What was worked with is still there, and is to be gone on with. */
  keepsFocus?: boolean;
}

export interface Deeds {
  deed: Deed | undefined;
  tell: (deed: Deed | undefined) => void;
}

/** The last thing done in a section. */
export function useDeeds(): Deeds {
  const [deed, tell] = useState<Deed>();
  return { deed, tell };
}

/** Says politely what was done, and takes the focus from what is gone. */
export function Done({ deed, tell }: Deeds) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (deed && !deed.keepsFocus && document.activeElement === document.body) place.current?.focus();
  }, [deed]);
  return (
    <div ref={place} role="status" tabIndex={-1}>
      {deed && (
        <Alert data-color="success" data-size="sm">
          <div className="row spread">
            <span>{deed.text}</span>
            {deed.undo && <Undo key={deed.text} undo={deed.undo} takesFocus={!deed.keepsFocus} tell={tell} />}
          </div>
        </Alert>
      )}
    </div>
  );
}

interface UndoProps {
  undo: () => Promise<string>;
  takesFocus: boolean;
  tell: Deeds['tell'];
}

function Undo({ undo, takesFocus, tell }: UndoProps) {
  const { t } = useI18n();
  const task = useTask();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (takesFocus) button.current?.focus();
  }, [takesFocus]);
  const run = () =>
    task.run(async () => {
      tell({ text: await undo() });
    });
  return (
    <>
      <Button ref={button} data-size="sm" variant="secondary" loading={task.busy} onClick={() => void run()}>
        {t('desk.admin.undo')}
      </Button>
      <ProblemLine problem={task.problem} />
    </>
  );
}
