import { Alert } from '@digdir/designsystemet-react';
import type { Problem } from '../../../api/shapes';
import { useI18n } from '../../app/i18n';

/** Why something was not done; there from the beginning, so that it is said when it comes. */
export function ProblemLine({ problem }: { problem: Problem | undefined }) {
  const i18n = useI18n();
  return (
    <div role="alert">
      {problem && (
        <Alert data-color="danger" data-size="sm">
          {problem.code === 'invalid' ? i18n.t('desk.admin.invalid') : i18n.problem(problem)}
        </Alert>
      )}
    </div>
  );
}
