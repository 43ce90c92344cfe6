import { useDeeds, type Deeds } from '../../admin/parts/Done';
import { useI18n } from '../../app/i18n';
import { useLoaded, type Loaded } from '../../app/useLoaded';
import type { OwnRotaApi } from './api';
import type { OwnSwaps, Shift, Swap } from './shapes';
import { slotOf } from './slots';
import { swapWhen } from './SwapLine';
import { slotText } from './words';

export interface MyRota {
  loaded: Loaded<{ shifts: Shift[]; swaps: OwnSwaps }>;
  deeds: Deeds;
  again: () => void;
  /** Asks for a shift to be taken over, by one colleague or by any. */
  ask: (shift: Shift, staffId: string | undefined) => Promise<void>;
  withdraw: (shift: Shift) => Promise<void>;
  accept: (swap: Swap) => Promise<void>;
  decline: (swap: Swap) => Promise<void>;
}

/** One's own shifts and swap requests, and what can be done to them. */
export function useMyRota(own: OwnRotaApi): MyRota {
  const i18n = useI18n();
  const { t } = i18n;
  const loaded = useLoaded('rota/mine', async () => {
    const [shifts, swaps] = await Promise.all([own.shifts(), own.swaps()]);
    return { shifts: shifts.items, swaps };
  });
  const deeds = useDeeds();
  // Also what was refused is read anew: somebody else may have been faster.
  const doing = async (work: () => Promise<string>) => {
    try {
      deeds.tell({ text: await work() });
    } finally {
      loaded.again();
    }
  };
  const whenOf = (shift: Shift) => slotText(i18n, slotOf(shift));
  return {
    loaded,
    deeds,
    again: loaded.again,
    ask: (shift, staffId) =>
      doing(async () => {
        await own.askSwap(shift.id, staffId);
        return t('desk.rota.asked', { when: whenOf(shift) });
      }),
    withdraw: (shift) =>
      doing(async () => {
        if (shift.swap) await own.answerSwap(shift.swap.id, 'withdraw');
        return t('desk.rota.withdrawn', { when: whenOf(shift) });
      }),
    accept: (swap) =>
      doing(async () => {
        const { state } = await own.answerSwap(swap.id, 'accept');
        return t(state === 'done' ? 'desk.rota.taken' : 'desk.rota.taken_waits', { when: swapWhen(i18n, swap) });
      }),
    decline: (swap) =>
      doing(async () => {
        await own.answerSwap(swap.id, 'decline');
        return t('desk.rota.declined', { when: swapWhen(i18n, swap) });
      }),
  };
}
