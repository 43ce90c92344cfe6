import type { CSSProperties } from 'react';
import { useI18n, type I18n } from '../../app/i18n';
import type { Slot } from '../../features/rota/slots';
import { slotText, timesText, workText } from '../../features/rota/words';
import type { Block } from './block';
import type { HoursShown, Piece } from './lanes';
import type { KeyMoves } from './useKeyMoves';
import type { Shown } from './useGrid';

interface ShiftBlockProps {
  piece: Piece<Shown>;
  /** The piece that stands for the whole shift; the others only show it. */
  main: boolean;
  hours: HoursShown;
  clash: boolean;
  held: boolean;
  keys: KeyMoves | undefined;
  /** Absent where there is nothing to open. */
  onOpen: ((block: Block) => void) | undefined;
}

/** One piece of a shift in the week. */
export function ShiftBlock({ piece, main, hours, clash, held, keys, onOpen }: ShiftBlockProps) {
  const i18n = useI18n();
  const { item } = piece;
  const { block } = item;
  const shape = {
    className: 'rota-block',
    style: placeOf(piece, hours),
    'data-state': block?.shift.state,
    'data-queue': block?.shift.queue,
    'data-clash': clash || undefined,
    'data-held': held || block === undefined || undefined,
    'data-shift': block?.id,
  };
  if (!block || !main) {
    return (
      <div {...shape} aria-hidden>
        <span className="rota-times">{timesText(i18n, item.slot)}</span>
      </div>
    );
  }
  const label = <span className="ds-sr-only">{blockLabel(i18n, block, item.slot, clash)}</span>;
  if (!onOpen) {
    return (
      <div {...shape}>
        {label}
        <BlockText block={block} slot={item.slot} clash={clash} />
      </div>
    );
  }
  return (
    <button
      {...shape}
      type="button"
      onClick={() => {
        onOpen(block);
      }}
      onKeyDown={(event) => keys?.onKeyDown(block, event)}
      onBlur={keys?.onBlur}
    >
      {keys && !piece.begun && <span className="rota-grip" data-grip="start" />}
      {label}
      <BlockText block={block} slot={item.slot} clash={clash} />
      {keys && !piece.goesOn && <span className="rota-grip" data-grip="end" />}
    </button>
  );
}

function BlockText({ block: { shift }, slot, clash }: { block: Block; slot: Slot; clash: boolean }) {
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <span className="rota-text" aria-hidden>
      <span className="rota-who">{shift.alias}</span>
      {shift.state === 'uncovered' && <span className="rota-flag">! {t('desk.rota.uncovered')}</span>}
      {clash && <span className="rota-flag">! {t('desk.rota.overlaps_short')}</span>}
      <span className="rota-times">{timesText(i18n, slot)}</span>
      {shift.swap && <span className="rota-flag">⇄ {t(`desk.rota.swap_${shift.swap.state}`)}</span>}
      <span className="rota-what">
        {shift.series_id !== undefined && '↻ '}
        {workText(i18n, shift)}
      </span>
      {shift.note !== undefined && <span className="rota-what">{shift.note}</span>}
    </span>
  );
}

/** All that a block shows, in a sentence. */
function blockLabel(i18n: I18n, { shift }: Block, slot: Slot, clash: boolean): string {
  const { t } = i18n;
  const parts = [
    shift.alias,
    slotText(i18n, slot),
    workText(i18n, shift),
    shift.state === 'uncovered' && t('desk.rota.uncovered'),
    clash && t('desk.rota.overlaps'),
    shift.swap && t(`desk.rota.swap_${shift.swap.state}`),
    shift.series_id !== undefined && t('desk.rota.repeats'),
    shift.note,
  ];
  return parts.filter((one) => typeof one === 'string').join(', ');
}

function placeOf(piece: Piece<unknown>, { first, last }: HoursShown): CSSProperties {
  const share = (minutes: number) => `${((minutes - first * 60) / ((last - first) * 60)) * 100}%`;
  const height = (piece.to - piece.from) / ((last - first) * 60);
  return {
    insetBlockStart: share(piece.from),
    blockSize: `${height * 100}%`,
    insetInlineStart: `${((piece.day + piece.lane / piece.lanes) / 7) * 100}%`,
    inlineSize: `${100 / 7 / piece.lanes}%`,
  };
}
