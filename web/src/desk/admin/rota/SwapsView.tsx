import { Button, Details, Switch } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { Versioned } from '../../api/client';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import type { RotaApi } from '../../features/rota/api';
import type { RotaRules, Swap } from '../../features/rota/shapes';
import { SwapLine, swapWhen } from '../../features/rota/SwapLine';
import { Confirm } from '../parts/Confirm';
import { Done, useDeeds } from '../parts/Done';
import { ProblemLine } from '../parts/ProblemLine';
import { useTask } from '../parts/useTask';

interface SwapsViewProps {
  rota: RotaApi;
  onAnswered: () => void;
}

/** The swap requests of all: those that wait, and how the others ended. */
export function SwapsView({ rota, onAnswered }: SwapsViewProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const loaded = useLoaded('rota/swaps', async () => {
    const [waiting, all, rules] = await Promise.all([rota.swaps(true), rota.swaps(false), rota.rules()]);
    return { waiting: waiting.items, past: all.items.filter((one) => !isLive(one)), rules };
  });
  const deeds = useDeeds();
  const task = useTask();
  const [refusing, setRefusing] = useState<Swap>();
  const answer = async (swap: Swap, word: 'approve' | 'refuse') => {
    try {
      await rota.answerSwap(swap.id, word);
      deeds.tell({ text: t(`desk.rota.swap_told_${word}`, { when: swapWhen(i18n, swap) }) });
    } finally {
      loaded.again();
      onAnswered();
    }
  };
  return (
    <div className="stack">
      <Done {...deeds} />
      <ProblemLine problem={task.problem} />
      <Section loaded={loaded}>
        {({ waiting, past, rules }) => (
          <>
            <Approval rota={rota} rules={rules} onChanged={loaded.again} />
            <WaitingSwaps
              swaps={waiting}
              busy={task.busy}
              onApprove={(swap) => void task.run(() => answer(swap, 'approve'))}
              onRefuse={setRefusing}
            />
            <PastSwaps swaps={past} />
          </>
        )}
      </Section>
      {refusing && (
        <Confirm
          title={t('desk.rota.refuse_title', { when: swapWhen(i18n, refusing) })}
          consequences={[t('desk.rota.refuse_means', { alias: refusing.from_alias })]}
          confirm={t('desk.rota.refuse')}
          onConfirm={async () => {
            await answer(refusing, 'refuse');
            setRefusing(undefined);
          }}
          onClose={() => {
            setRefusing(undefined);
          }}
        />
      )}
    </div>
  );
}

export function isLive({ state }: Swap): boolean {
  return state === 'open' || state === 'accepted';
}

interface ApprovalProps {
  rota: RotaApi;
  rules: Versioned<RotaRules>;
  onChanged: () => void;
}

/** Whether an administrator has to approve what colleagues agree on. */
function Approval({ rota, rules, onChanged }: ApprovalProps) {
  const { t } = useI18n();
  const task = useTask();
  const save = (approval: boolean) =>
    task.run(async () => {
      try {
        await rota.changeRules({ swap_approval: approval }, rules.version);
      } finally {
        // Also after a refusal: what somebody else chose is shown, and can be chosen anew.
        onChanged();
      }
    });
  return (
    <>
      <Switch
        label={t('desk.rota.approval')}
        description={t('desk.rota.approval_means')}
        checked={rules.value.swap_approval}
        onChange={(event) => void save(event.target.checked)}
      />
      <ProblemLine problem={task.problem} />
    </>
  );
}

interface WaitingSwapsProps {
  swaps: Swap[];
  busy: boolean;
  onApprove: (swap: Swap) => void;
  onRefuse: (swap: Swap) => void;
}

function WaitingSwaps({ swaps, busy, onApprove, onRefuse }: WaitingSwapsProps) {
  const i18n = useI18n();
  const { t } = i18n;
  if (swaps.length === 0) return <p className="quiet">{t('desk.rota.no_swaps')}</p>;
  return (
    <ul className="cards">
      {swaps.map((swap) => (
        <SwapLine key={swap.id} swap={swap}>
          <div className="row">
            {swap.state === 'accepted' && (
              <Button
                data-size="sm"
                loading={busy}
                aria-label={`${t('desk.rota.approve')}: ${swapWhen(i18n, swap)}`}
                onClick={() => {
                  onApprove(swap);
                }}
              >
                {t('desk.rota.approve')}
              </Button>
            )}
            <Button
              data-size="sm"
              variant="secondary"
              data-color="danger"
              aria-label={`${t('desk.rota.refuse')}: ${swapWhen(i18n, swap)}`}
              onClick={() => {
                onRefuse(swap);
              }}
            >
              {t('desk.rota.refuse')}
            </Button>
          </div>
        </SwapLine>
      ))}
    </ul>
  );
}

function PastSwaps({ swaps }: { swaps: Swap[] }) {
  const { t } = useI18n();
  if (swaps.length === 0) return null;
  return (
    <Details data-size="sm">
      <Details.Summary>{t('desk.rota.past_swaps', { count: swaps.length })}</Details.Summary>
      <Details.Content>
        <ul className="cards">
          {swaps.map((swap) => (
            <SwapLine key={swap.id} swap={swap} />
          ))}
        </ul>
      </Details.Content>
    </Details>
  );
}
