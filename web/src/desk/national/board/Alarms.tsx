import { useI18n } from '../../app/i18n';
import { timeText } from '../parts/numbers';
import type { Board } from '../shapes';
import { alarmText } from './alarms';
import { keyOfAlarm, ranked } from './figures';

/** What is wrong now, worst first. New alarms are said once; their figures change without a word. */
export function Alarms({ board }: { board: Board }) {
  const i18n = useI18n();
  const { t, language } = i18n;
  return (
    <section className="board-alarms" aria-labelledby="board-alarms">
      <h2 id="board-alarms" className="part-title">
        {t('desk.board.alarms')}
      </h2>
      <ul className="alarms" aria-live="polite" aria-relevant="additions">
        {ranked(board.alarms).map((alarm) => (
          <li key={keyOfAlarm(alarm)} className="alarm">
            <strong>{alarmText(i18n, alarm, board.centres)}</strong>{' '}
            <span>{t('desk.board.since', { time: timeText(alarm.since, language) })}</span>
          </li>
        ))}
      </ul>
      {board.alarms.length === 0 && <p className="quiet">{t('desk.board.no_alarms')}</p>}
    </section>
  );
}
