import { useI18n } from '../../app/i18n';
import type { BoardCentre } from '../shapes';
import { tilesOf, type Placed, type TileState } from './figures';

const STATES: readonly TileState[] = ['free', 'busy', 'empty', 'closed', 'none'];

/** The counties as squares, placed roughly as Norway lies. State is told by word, shape and colour. */
export function TileMap({ centres }: { centres: readonly BoardCentre[] }) {
  const { t } = useI18n();
  return (
    <section className="board-map" aria-labelledby="board-map">
      <h2 id="board-map" className="part-title">
        {t('desk.board.map')}
      </h2>
      <ul className="tile-map">
        {tilesOf(centres).map((tile) => (
          <CountyTile key={tile.county} tile={tile} />
        ))}
      </ul>
      <ul className="legend" aria-label={t('desk.board.legend')}>
        {STATES.map((state) => (
          <li key={state}>
            <Shape state={state} />
            {t(`desk.board.tile.${state}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function CountyTile({ tile }: { tile: Placed }) {
  const { t, name } = useI18n();
  const { county, state, available, conversations, row, column } = tile;
  return (
    <li className="tile" data-state={state} style={{ gridRow: row, gridColumn: column }}>
      <strong className="tile-name">{name('county', county)}</strong>
      <span className="tile-state">
        <Shape state={state} />
        {t(`desk.board.tile.${state}`)}
      </span>
      {state !== 'none' && (
        <span className="tile-counts">{t('desk.board.tile_counts', { available, conversations })}</span>
      )}
    </li>
  );
}

/** Full, half, crossed, empty, dashed: told apart without colour. */
function Shape({ state }: { state: TileState }) {
  return (
    <svg className="tile-shape" viewBox="0 0 16 16" data-state={state} aria-hidden="true">
      {state === 'free' && <circle cx="8" cy="8" r="6.5" fill="currentColor" />}
      {state === 'busy' && (
        <>
          <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" />
          <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
        </>
      )}
      {state === 'empty' && <path d="M8 1.5 15 14.5H1z M8 6v4 M8 11.5v1.5" {...OUTLINE} />}
      {state === 'closed' && <rect x="2.5" y="2.5" width="11" height="11" {...OUTLINE} />}
      {state === 'none' && <path d="M3 8h10" {...OUTLINE} />}
    </svg>
  );
}

const OUTLINE = { fill: 'none', stroke: 'currentColor', strokeWidth: 2 };
