import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { StaffMembers } from '../../../api/shapes';
import { capital } from '../../admin/hours/words';
import { Confirm } from '../../admin/parts/Confirm';
import { useI18n } from '../../app/i18n';
import { useNow } from '../../app/time';
import { AskSwap } from './AskSwap';
import type { Shift } from './shapes';
import { ShiftFacts } from './ShiftFacts';
import { slotOf } from './slots';
import type { MyRota } from './useMyRota';
import { dayText, slotText } from './words';

interface MyShiftsProps {
  shifts: Shift[];
  colleagues: () => Promise<StaffMembers>;
  staffId: string | undefined;
  my: MyRota;
}

/** The shifts to come. */
export function MyShifts({ shifts, colleagues, staffId, my }: MyShiftsProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const [asking, setAsking] = useState<Shift>();
  const [withdrawing, setWithdrawing] = useState<Shift>();
  const now = useNow();
  const coming = shifts.filter((one) => Date.parse(one.ends_at) > now);
  const stop = () => {
    setAsking(undefined);
    setWithdrawing(undefined);
  };
  return (
    <>
      {coming.length === 0 && <p className="quiet">{t('desk.rota.no_own_shifts')}</p>}
      <ul className="cards">
        {coming.map((shift) => (
          <li key={shift.id} className="card row spread rota-card" data-state={shift.state}>
            <ShiftFacts shift={shift} title={capital(dayText(i18n, slotOf(shift).date))} />
            <ShiftDeed
              shift={shift}
              begun={Date.parse(shift.starts_at) <= now}
              onAsk={setAsking}
              onWithdraw={setWithdrawing}
            />
          </li>
        ))}
      </ul>
      {asking && <AskSwap shift={asking} colleagues={colleagues} staffId={staffId} onAsk={my.ask} onClose={stop} />}
      {withdrawing && (
        <Confirm
          title={t('desk.rota.withdraw_title', { when: slotText(i18n, slotOf(withdrawing)) })}
          consequences={[t('desk.rota.withdraw_means')]}
          confirm={t('desk.rota.withdraw')}
          onConfirm={async () => {
            await my.withdraw(withdrawing);
            stop();
          }}
          onClose={stop}
        />
      )}
    </>
  );
}

interface ShiftDeedProps {
  shift: Shift;
  begun: boolean;
  onAsk: (shift: Shift) => void;
  onWithdraw: (shift: Shift) => void;
}

function ShiftDeed({ shift, begun, onAsk, onWithdraw }: ShiftDeedProps) {
  const i18n = useI18n();
  const { t } = i18n;
  if (begun) return null;
  const text = t(shift.swap ? 'desk.rota.withdraw' : 'desk.rota.ask');
  return (
    <Button
      data-size="sm"
      variant="secondary"
      aria-label={`${text}: ${slotText(i18n, slotOf(shift))}`}
      onClick={() => {
        (shift.swap ? onWithdraw : onAsk)(shift);
      }}
    >
      {text}
    </Button>
  );
}
