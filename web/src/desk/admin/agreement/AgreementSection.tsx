import { Alert, Button, Details, Heading } from '@digdir/designsystemet-react';
import { useState, type ReactNode } from 'react';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { today } from '../parts/dates';
import { Done } from '../parts/Done';
import { focusTitle } from '../parts/focus';
import { ProblemLine } from '../parts/ProblemLine';
import { useTask } from '../parts/useTask';
import type { SectionProps } from '../section';
import type { Agreement, Agreements, Side } from '../shapes';
import { AgreementCard, StepButton } from './AgreementCard';
import { sorted, standingOf } from './order';
import { ProposalForm } from './ProposalForm';
import { AcceptQuestion, DeclineQuestion, EndQuestion } from './Questions';
import { useAgreements, type AgreementSteps } from './useAgreements';

/** What the centre gives to the national queue, and how the two sides come to it. */
export function AgreementSection(props: SectionProps) {
  const { t } = useI18n();
  const { loaded, deeds, stale, steps } = useAgreements(props);
  return (
    <>
      <Done {...deeds} />
      <div role="alert">
        {stale && (
          <Alert data-color="warning" data-size="sm">
            {t('desk.admin.agreement.stale')}
          </Alert>
        )}
      </div>
      <Section loaded={loaded}>
        {({ value }) => <Lists agreements={value} steps={steps} may={props.may('agreement:propose')} />}
      </Section>
    </>
  );
}

interface ListsProps {
  agreements: Agreements;
  steps: AgreementSteps;
  may: boolean;
}

function Lists({ agreements, steps, may }: ListsProps) {
  const { t } = useI18n();
  const [asking, setAsking] = useState<{ step: 'accept' | 'decline' | 'end'; agreement: Agreement }>();
  const { open, agreed, past } = sorted(agreements.items, today());
  const close = () => {
    setAsking(undefined);
  };
  const ask = (step: 'accept' | 'decline' | 'end', agreement: Agreement) => {
    setAsking({ step, agreement });
  };
  const replaces = asking !== undefined && agreed.some((one) => one.channel === asking.agreement.channel);
  return (
    <>
      {may && <Proposing all={agreements.items} steps={steps} />}
      <Group title={t('desk.admin.agreement.open')} none={t('desk.admin.agreement.no_proposals')}>
        {open.map((one) => (
          <AgreementCard key={one.id} agreement={one}>
            <Turn agreement={one} side={agreements.side} />
            {may && <OpenSteps agreement={one} side={agreements.side} steps={steps} ask={ask} />}
          </AgreementCard>
        ))}
      </Group>
      <Group title={t('desk.admin.agreement.agreed')} none={t('desk.admin.agreement.none')}>
        {agreed.map((one) => (
          <AgreementCard key={one.id} agreement={one}>
            {may && <EndStep agreement={one} ask={ask} />}
          </AgreementCard>
        ))}
      </Group>
      {past.length > 0 && (
        <Details data-size="sm">
          <Details.Summary>{t('desk.admin.agreement.history', { count: past.length })}</Details.Summary>
          <Details.Content>
            <ul className="cards">
              {past.map((one) => (
                <AgreementCard key={one.id} agreement={one} />
              ))}
            </ul>
          </Details.Content>
        </Details>
      )}
      {asking?.step === 'accept' && (
        <AcceptQuestion agreement={asking.agreement} replaces={replaces} steps={steps} onClose={close} />
      )}
      {asking?.step === 'decline' && <DeclineQuestion agreement={asking.agreement} steps={steps} onClose={close} />}
      {asking?.step === 'end' && <EndQuestion agreement={asking.agreement} steps={steps} onClose={close} />}
    </>
  );
}

function Group({ title, none, children }: { title: string; none: string; children: ReactNode[] }) {
  return (
    <div className="stack">
      <Heading level={3} data-size="xs">
        {title}
      </Heading>
      {children.length === 0 ? <p className="quiet">{none}</p> : <ul className="cards">{children}</ul>}
    </div>
  );
}

function Proposing({ all, steps }: { all: readonly Agreement[]; steps: AgreementSteps }) {
  const { t } = useI18n();
  const [adding, setAdding] = useState(false);
  const stop = () => {
    setAdding(false);
  };
  if (!adding) {
    return (
      <div>
        <Button
          data-size="sm"
          onClick={() => {
            setAdding(true);
          }}
        >
          {t('desk.admin.agreement.propose')}
        </Button>
      </div>
    );
  }
  return (
    <ProposalForm
      all={all}
      propose={steps.propose}
      onDone={stop}
      onCancel={() => {
        focusTitle();
        stop();
      }}
    />
  );
}

/** Whose answer a proposal waits for. */
function Turn({ agreement, side }: { agreement: Agreement; side: Side }) {
  const { t } = useI18n();
  const mine = agreement.proposed_by !== side;
  const other = t(`desk.admin.agreement.side_${agreement.proposed_by === 'centre' ? 'national' : 'centre'}`);
  return <p>{mine ? t('desk.admin.agreement.yours') : t('desk.admin.agreement.theirs', { side: other })}</p>;
}

interface StepsProps {
  agreement: Agreement;
  ask: (step: 'accept' | 'decline' | 'end', agreement: Agreement) => void;
}

function OpenSteps({ agreement, side, steps, ask }: StepsProps & { side: Side; steps: AgreementSteps }) {
  const { t, name } = useI18n();
  const task = useTask();
  const channel = name('channel', agreement.channel);
  if (agreement.proposed_by === side) {
    return (
      <div className="row">
        <StepButton
          text={t('desk.admin.agreement.withdraw')}
          label={t('desk.admin.agreement.withdraw_what', { channel })}
          onClick={() => void task.run(() => steps.withdraw(agreement))}
        />
        <ProblemLine problem={task.problem} />
      </div>
    );
  }
  return (
    <div className="row">
      <StepButton
        text={t('desk.admin.agreement.accept')}
        label={t('desk.admin.agreement.accept_what', { channel })}
        kind="primary"
        onClick={() => {
          ask('accept', agreement);
        }}
      />
      <StepButton
        text={t('desk.admin.agreement.decline')}
        label={t('desk.admin.agreement.decline_what', { channel })}
        onClick={() => {
          ask('decline', agreement);
        }}
      />
    </div>
  );
}

/** Notice was given once where somebody has closed it; it can be given again, for an earlier day. */
function EndStep({ agreement, ask }: StepsProps) {
  const { t, name } = useI18n();
  const channel = name('channel', agreement.channel);
  if (standingOf(agreement, today()) === 'over' || agreement.valid_until === today()) return null;
  return (
    <div>
      <StepButton
        text={t('desk.admin.agreement.end')}
        label={t('desk.admin.agreement.end_what', { channel })}
        kind="danger"
        onClick={() => {
          ask('end', agreement);
        }}
      />
    </div>
  );
}
