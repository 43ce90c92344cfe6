import { useI18n } from '../../app/i18n';
import { clockText, useNow } from '../../app/time';
import { percentText } from '../parts/numbers';
import type { Board } from '../shapes';
import { abandonedPart, waitedSince } from './figures';
import type { LineState } from './line';

/** The figures at the top of the board. */
export function Tiles({ board, state }: { board: Board; state: LineState }) {
  const { t } = useI18n();
  const { queue, today } = board;
  const alarmed = new Set<string>(board.alarms.map(({ kind }) => kind));
  return (
    <section aria-labelledby="board-figures">
      <h2 id="board-figures" className="ds-sr-only">
        {t('desk.board.figures')}
      </h2>
      <dl className="figures board-figures">
        <Figure name={t('desk.queue.waiting')} value={queue.waiting} alarm={alarmed.has('waiting')} />
        <Figure
          name={t('desk.queue.longest')}
          value={queue.oldest_at === undefined ? '–' : <Wait since={queue.oldest_at} state={state} />}
          alarm={alarmed.has('longest_wait')}
        />
        <Figure
          name={t('desk.queue.available')}
          value={queue.available}
          alarm={alarmed.has('no_counsellor') && queue.available === 0}
        />
        <Today today={today} alarmed={alarmed} />
      </dl>
    </section>
  );
}

/** How the day went so far. */
function Today({ today, alarmed }: { today: Board['today']; alarmed: ReadonlySet<string> }) {
  const { t, language } = useI18n();
  const percent = (value: number | undefined) => (value === undefined ? '–' : percentText(value, language));
  return (
    <>
      <Figure
        name={t('desk.board.asa')}
        value={today.asa_s === undefined ? '–' : clockText(today.asa_s)}
        note={t('desk.board.asa_means')}
      />
      <Figure
        name={t('desk.board.service_level')}
        value={percent(today.service_level)}
        note={t('desk.board.within', { seconds: today.prompt_s })}
        alarm={alarmed.has('service_level')}
      />
      <Figure
        name={t('desk.board.service_level_late')}
        value={percent(today.service_level_without_early)}
        note={t('desk.board.service_level_late_means')}
      />
      <Figure
        name={t('desk.board.abandoned')}
        value={today.abandoned}
        note={t('desk.board.abandoned_of', {
          percent: percent(abandonedPart(today)),
          joined: today.joined,
          early: today.abandoned_early,
        })}
        alarm={alarmed.has('abandoned')}
      />
    </>
  );
}

/** How long somebody has waited, second by second. */
export function Wait({ since, state }: { since: string; state: LineState }) {
  return <span className="clock">{clockText(waitedSince(since, state, useNow()))}</span>;
}

interface FigureProps {
  name: string;
  value: React.ReactNode;
  note?: string;
  alarm?: boolean;
}

function Figure({ name, value, note, alarm = false }: FigureProps) {
  const { t } = useI18n();
  return (
    <div data-alarm={alarm || undefined}>
      <dt>
        {alarm && <span className="alarm-word">{t('desk.board.alarmed')}</span>} {name}
      </dt>
      <dd>
        {value}
        {note !== undefined && <small>{note}</small>}
      </dd>
    </div>
  );
}
