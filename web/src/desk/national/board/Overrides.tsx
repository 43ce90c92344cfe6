import { Alert } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import { PageLink } from '../../app/PageLink';
import { pathOf } from '../../app/route';
import { endText, targetText } from '../overrides/words';
import type { Board } from '../shapes';

/** What a coordinator decided against the opening hours, as long as it is in force. */
export function Overrides({ board, linked }: { board: Board; linked: boolean }) {
  const i18n = useI18n();
  const { t } = i18n;
  if (board.overrides.length === 0 && !board.surge) return null;
  return (
    <section aria-label={t('desk.override.title')} className="stack">
      {board.overrides.map((one) => (
        <Alert key={one.target} data-color="warning" data-size="sm">
          <strong>
            {targetText(i18n, one.target, board.centres)}: {t(`desk.override.mode.${one.mode}`)}
          </strong>{' '}
          {one.reason} · {endText(i18n, one)}{' '}
          {linked && (
            <PageLink className="ds-link" to={pathOf('national', 'overrides')}>
              {t('desk.override.change')}
            </PageLink>
          )}
        </Alert>
      ))}
      {board.surge && (
        <Alert data-color="info" data-size="sm">
          {t('desk.surge.on_board')}
        </Alert>
      )}
    </section>
  );
}
