import { Alert } from '@digdir/designsystemet-react';
import type { Problem } from '../../../api/shapes';
import { useI18n } from '../../app/i18n';

interface ProblemLineProps {
  problem: Problem | undefined;
  /** What more is known of it. */
  said?: string | undefined;
}

/** Why something was not done; there from the beginning, so that it is said when it comes. */
export function ProblemLine({ problem, said }: ProblemLineProps) {
  const i18n = useI18n();
  const plain = () => (problem?.code === 'invalid' ? i18n.t('desk.admin.invalid') : problem && i18n.problem(problem));
  return (
    <div role="alert">
      {problem && (
        <Alert data-color="danger" data-size="sm">
          {said ?? plain()}
        </Alert>
      )}
    </div>
  );
}
