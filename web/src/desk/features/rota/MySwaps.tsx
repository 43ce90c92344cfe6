import { Button, Details } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { Confirm } from '../../admin/parts/Confirm';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { useTask } from '../../admin/parts/useTask';
import { useI18n } from '../../app/i18n';
import type { OwnSwaps, Swap } from './shapes';
import { SwapLine, swapWhen } from './SwapLine';
import type { MyRota } from './useMyRota';

interface OfferedSwapsProps {
  swaps: Swap[];
  staffId: string | undefined;
  my: MyRota;
}

/** Shifts colleagues ask to have taken over. */
export function OfferedSwaps({ swaps, staffId, my }: OfferedSwapsProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const [taking, setTaking] = useState<Swap>();
  const task = useTask();
  const stop = () => {
    setTaking(undefined);
  };
  return (
    <>
      <ProblemLine problem={task.problem} />
      <ul className="cards">
        {swaps.map((swap) => (
          <SwapLine key={swap.id} swap={swap}>
            <div className="row">
              <Button
                data-size="sm"
                aria-label={`${t('desk.rota.take')}: ${swapWhen(i18n, swap)}`}
                onClick={() => {
                  setTaking(swap);
                }}
              >
                {t('desk.rota.take')}
              </Button>
              {swap.to_staff_id !== undefined && swap.to_staff_id === staffId && (
                <Button
                  data-size="sm"
                  variant="secondary"
                  data-color="neutral"
                  loading={task.busy}
                  aria-label={`${t('desk.rota.decline')}: ${swapWhen(i18n, swap)}`}
                  onClick={() => void task.run(() => my.decline(swap))}
                >
                  {t('desk.rota.decline')}
                </Button>
              )}
            </div>
          </SwapLine>
        ))}
      </ul>
      {taking && (
        <Confirm
          title={t('desk.rota.take_title', { when: swapWhen(i18n, taking) })}
          consequences={[t('desk.rota.take_means', { alias: taking.from_alias }), t('desk.rota.take_approval')]}
          confirm={t('desk.rota.take')}
          harmless
          onConfirm={async () => {
            await my.accept(taking);
            stop();
          }}
          onClose={stop}
        />
      )}
    </>
  );
}

/** What one has asked for and taken on. */
export function OwnRequests({ swaps: { asked, taken } }: { swaps: OwnSwaps }) {
  const { t } = useI18n();
  const all = [...asked, ...taken].toSorted((one, other) => Date.parse(other.asked_at) - Date.parse(one.asked_at));
  if (all.length === 0) return null;
  return (
    <Details data-size="sm">
      <Details.Summary>{t('desk.rota.own_requests', { count: all.length })}</Details.Summary>
      <Details.Content>
        <ul className="cards">
          {all.map((swap) => (
            <SwapLine key={swap.id} swap={swap} />
          ))}
        </ul>
      </Details.Content>
    </Details>
  );
}
