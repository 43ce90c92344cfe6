import type { ReactNode } from 'react';
import { Tag } from '@digdir/designsystemet-react';
import { capital } from '../../admin/hours/words';
import { useI18n, type I18n } from '../../app/i18n';
import type { Swap } from './shapes';
import { slotOf } from './slots';
import { slotText, workText } from './words';

const TONES: Readonly<Record<Swap['state'], 'info' | 'warning' | 'success' | 'neutral'>> = {
  open: 'info',
  accepted: 'warning',
  done: 'success',
  declined: 'neutral',
  refused: 'neutral',
  withdrawn: 'neutral',
  cancelled: 'neutral',
  expired: 'neutral',
};

/** A swap request: which shift, from whom to whom, and how it stands. */
export function SwapLine({ swap, children }: { swap: Swap; children?: ReactNode }) {
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <li className="card stack">
      <div>
        <p className="row">
          <strong>{capital(swapWhen(i18n, swap))}</strong>
          <Tag data-size="sm" data-color={TONES[swap.state]}>
            {t(`desk.rota.swap_${swap.state}`)}
          </Tag>
        </p>
        {swap.shift && <p className="quiet">{workText(i18n, swap.shift)}</p>}
        <p>
          {swap.to_alias === undefined
            ? t('desk.rota.swap_to_anyone', { from: swap.from_alias })
            : t('desk.rota.swap_to', { from: swap.from_alias, to: swap.to_alias })}
          {swap.taker_alias !== undefined && ` ${t('desk.rota.swap_taker', { taker: swap.taker_alias })}`}
        </p>
      </div>
      {children}
    </li>
  );
}

/** The shift a request is about. */
export function swapWhen(i18n: I18n, { shift }: Swap): string {
  return shift ? slotText(i18n, slotOf(shift)) : i18n.t('desk.rota.shift_gone');
}
