import { Alert, Button, Spinner } from '@digdir/designsystemet-react';
import type { ReactNode } from 'react';
import { problemOf } from '../api/client';
import { useI18n } from './i18n';
import type { Loaded } from './useLoaded';

/** What is loaded, or why it is not there yet. */
export function Section<T>({ loaded, children }: { loaded: Loaded<T>; children: (value: T) => ReactNode }) {
  const { t, problem } = useI18n();
  if (loaded.value !== undefined) return children(loaded.value);
  if (loaded.error === undefined) return <Spinner aria-label={t('desk.loading')} />;
  return (
    <Alert data-color="danger">
      <div className="row spread">
        <span>{problem(problemOf(loaded.error))}</span>
        <Button data-size="sm" variant="secondary" onClick={loaded.again}>
          {t('desk.try_again')}
        </Button>
      </div>
    </Alert>
  );
}
