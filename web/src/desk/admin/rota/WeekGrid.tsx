import { useId, type CSSProperties } from 'react';
import { useI18n } from '../../app/i18n';
import type { Absence } from '../../features/rota/shapes';
import type { Slot } from '../../features/rota/slots';
import { clashes, type Block } from './block';
import { DayHeads } from './DayHeads';
import type { HoursShown, Piece } from './lanes';
import { ShiftBlock } from './ShiftBlock';
import { useGrid, type GridOptions, type Shown } from './useGrid';

interface WeekGridProps extends GridOptions {
  absences: readonly Absence[];
  /** Absent where there is nothing to open. */
  onOpen?: (block: Block) => void;
}

/** The week as days side by side, each shift a block. */
export function WeekGrid({ absences, onOpen, ...options }: WeekGridProps) {
  const { t } = useI18n();
  const { monday, blocks, plan } = options;
  const hintId = useId();
  const { drag, keys, heldId, hours, pieces } = useGrid(options);
  const { place, onPointerDown, onPointerMove, onPointerUp, onPointerCancel } = drag;
  const pointer = plan && { onPointerDown, onPointerMove, onPointerUp, onPointerCancel };
  return (
    <div className="stack">
      <div className="rota-week" style={{ '--rota-hours': hours.last - hours.first } as CSSProperties}>
        <DayHeads monday={monday} absences={absences} onAdd={plan && ((date) => plan.onDraw(usualSlot(date)))} />
        <Hours {...hours} />
        <div
          ref={place}
          className="rota-days"
          role="group"
          aria-label={t('desk.rota.week_label')}
          aria-describedby={plan && hintId}
          data-plan={plan !== undefined || undefined}
          {...pointer}
        >
          {pieces.map((piece) => {
            const main = isMain(piece, pieces);
            return (
              <ShiftBlock
                key={`${piece.item.id}/${main ? 'main' : 'rest'}`}
                piece={piece}
                main={main}
                hours={hours}
                clash={isClash(blocks, piece.item)}
                held={heldId === piece.item.id}
                keys={plan && keys}
                onOpen={onOpen}
              />
            );
          })}
        </div>
      </div>
      {plan && (
        <p id={hintId} className="quiet">
          {t('desk.rota.keys')}
        </p>
      )}
    </div>
  );
}

/** A new shift on a day is offered at the usual time. */
export function usualSlot(date: string): Slot {
  return { date, from: 9 * 60, length: 6.5 * 60 };
}

/** The piece that stands for a shift is its first in the week. */
function isMain({ item, day }: Piece<Shown>, pieces: readonly Piece<Shown>[]): boolean {
  return !pieces.some((other) => other.item.id === item.id && other.day < day);
}

function isClash(blocks: readonly Block[], { block, slot }: Shown): boolean {
  return block !== undefined && clashes(blocks, block.shift.staff_id, slot, block.id).length > 0;
}

function Hours({ first, last }: HoursShown) {
  return (
    <div className="rota-hours" aria-hidden>
      {Array.from({ length: last - first }, (_, index) => (
        <span key={first + index}>{first + index}</span>
      ))}
    </div>
  );
}
