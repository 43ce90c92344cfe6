import { Tabs } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { leaveThen } from '../../app/leaving';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import type { SectionProps } from '../section';
import { AbsencesView } from './AbsencesView';
import { PlanView } from './PlanView';
import { SwapsView } from './SwapsView';
import { useWaiting, WaitingCount } from './waiting';

const VIEWS = ['plan', 'absences', 'swaps'] as const;
type View = (typeof VIEWS)[number];

/** Who is on duty when, who is absent, and which shifts change hands. */
export function RotaSection({ admin, onChanged }: SectionProps) {
  const { t } = useI18n();
  const { rota } = admin;
  const [view, setView] = useState<View>('plan');
  const staff = useLoaded('rota/staff', async () => {
    const { items } = await admin.staff();
    return items.toSorted((one, other) => one.alias.localeCompare(other.alias, 'nb'));
  });
  const waiting = useWaiting(admin, true);
  const choose = (value: string) => {
    leaveThen(() => {
      setView(VIEWS.find((one) => one === value) ?? 'plan');
    });
  };
  return (
    <Tabs className="rota" value={view} onChange={choose} data-size="sm">
      <Tabs.List>
        {VIEWS.map((one) => (
          <Tabs.Tab key={one} value={one}>
            {t(`desk.rota.view_${one}`)}
            {one === 'swaps' && <WaitingCount count={waiting.count} />}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {VIEWS.map((one) => (
        <Tabs.Panel key={one} value={one}>
          {one === view && (
            <Section loaded={staff}>
              {(people) => (
                <>
                  {one === 'plan' && <PlanView rota={rota} staff={people} />}
                  {one === 'absences' && <AbsencesView rota={rota} staff={people} />}
                  {one === 'swaps' && (
                    <SwapsView
                      rota={rota}
                      onAnswered={() => {
                        waiting.again();
                        onChanged();
                      }}
                    />
                  )}
                </>
              )}
            </Section>
          )}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
