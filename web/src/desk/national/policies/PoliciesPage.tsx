import { Button, Tag } from '@digdir/designsystemet-react';
import { useEffect, useMemo, useState } from 'react';
import type { Me } from '../../../api/shapes';
import { Done, useDeeds } from '../../admin/parts/Done';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { useTask } from '../../admin/parts/useTask';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { PageLink } from '../../app/PageLink';
import { go, pathOf } from '../../app/route';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { Head } from '../Head';
import type { PolicyCard, PolicyState } from '../shapes';
import { PolicyApi } from './api';
import { ApprovalRule } from './ApprovalRule';
import { bringBack, takeDeleted } from './deleted';
import { RollBackQuestion } from './RollBackQuestion';
import { stepsFor, storyOf, versionText } from './steps';

interface PoliciesPageProps {
  me: Me;
  api: StaffApi;
}

/** Every version of the rules contacts are given out by. */
export function PoliciesPage({ me, api }: PoliciesPageProps) {
  const { t } = useI18n();
  const policies = useMemo(() => new PolicyApi(api.client), [api]);
  const loaded = useLoaded('national/policies', () => policies.policies());
  const deeds = useDeletion(policies, loaded.again);
  const [back, setBack] = useState<PolicyCard>();
  const may = (action: string) => me.actions.includes(action);
  return (
    <main className="reading admin-section">
      <Head title={t('desk.policy.title')} lead={t('desk.policy.lead')} />
      <Done {...deeds} />
      <Section loaded={loaded}>
        {({ items }) => (
          <ul className="cards">
            {items.map((card) => (
              <PolicyLine key={card.version} card={card} policies={policies} may={may} onRollBack={setBack} />
            ))}
          </ul>
        )}
      </Section>
      {back && (
        <RollBackQuestion
          policy={back}
          policies={policies}
          onDone={(text) => {
            setBack(undefined);
            deeds.tell({ text });
            loaded.again();
          }}
          onClose={() => {
            setBack(undefined);
          }}
        />
      )}
      {may('policy:approval_get') && <ApprovalRule policies={policies} changeable={may('policy:approval_update')} />}
    </main>
  );
}

/** Offers the draft back that was deleted on its own page. */
function useDeletion(policies: PolicyApi, again: () => void) {
  const { t } = useI18n();
  const deeds = useDeeds();
  const { tell } = deeds;
  useEffect(() => {
    const gone = takeDeleted();
    if (gone === undefined) return;
    const undo = async () => {
      const version = await bringBack(policies, gone);
      again();
      return t('desk.policy.brought_back', { version });
    };
    tell({ text: t('desk.policy.deleted', { version: gone.version }), undo });
  }, [policies, again, tell, t]);
  return deeds;
}

const COLOURS = { draft: 'info', scheduled: 'warning', in_force: 'success', earlier: 'neutral' } as const;

/** What a version is now. */
export function StateTag({ state }: { state: PolicyState }) {
  const { t } = useI18n();
  return (
    <Tag data-size="sm" data-color={COLOURS[state]}>
      {t(`desk.policy.state.${state}`)}
    </Tag>
  );
}

interface PolicyLineProps {
  card: PolicyCard;
  policies: PolicyApi;
  may: (action: string) => boolean;
  onRollBack: (card: PolicyCard) => void;
}

function PolicyLine({ card, policies, may, onRollBack }: PolicyLineProps) {
  const i18n = useI18n();
  const name = versionText(i18n, card.version);
  return (
    <li className="card dated policy-line" data-in-force={card.state === 'in_force' || undefined}>
      <div className="part">
        <div className="row">
          <strong>
            {may('policy:get') ? (
              <PageLink className="ds-link" to={pathOf('national', 'policies', String(card.version))}>
                {name}
              </PageLink>
            ) : (
              name
            )}
          </strong>
          <StateTag state={card.state} />
        </div>
        {card.note !== '' && <p>{card.note}</p>}
        <p className="quiet">{storyOf(i18n, card).join(' ')}</p>
      </div>
      <div className="policy-steps">
        {may('policy:create') && <NewDraft basedOn={card.version} policies={policies} />}
        {stepsFor(card, false, may).includes('roll_back') && (
          <Button
            data-size="sm"
            variant="tertiary"
            aria-label={`${i18n.t('desk.policy.roll_back')}: ${name}`}
            onClick={() => {
              onRollBack(card);
            }}
          >
            {i18n.t('desk.policy.roll_back')}
          </Button>
        )}
      </div>
    </li>
  );
}

/** Begins a draft with the rules of a version and goes on to it. */
export function NewDraft({ basedOn, policies }: { basedOn: number; policies: PolicyApi }) {
  const i18n = useI18n();
  const task = useTask();
  const create = () =>
    task.run(async () => {
      const { value } = await policies.create(basedOn);
      go(pathOf('national', 'policies', String(value.version)));
    });
  return (
    <div>
      <Button data-size="sm" variant="secondary" loading={task.busy} onClick={() => void create()}>
        {i18n.t('desk.policy.new_from', { version: versionText(i18n, basedOn) })}
      </Button>
      <ProblemLine problem={task.problem} />
    </div>
  );
}
