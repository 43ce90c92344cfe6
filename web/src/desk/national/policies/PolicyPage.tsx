import { useMemo } from 'react';
import type { Me } from '../../../api/shapes';
import { Done, useDeeds } from '../../admin/parts/Done';
import type { Versioned } from '../../api/client';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { PageLink } from '../../app/PageLink';
import { pathOf } from '../../app/route';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { Head } from '../Head';
import type { Policy, PolicyList, Rules } from '../shapes';
import { PolicyApi } from './api';
import { Differences } from './Differences';
import { DryRunPanel } from './DryRunPanel';
import { NewDraft, StateTag } from './PoliciesPage';
import { PolicyForm } from './PolicyForm';
import { PolicySteps } from './PolicySteps';
import { RuleFacts } from './RuleFacts';
import { fieldsOf } from './rules';
import { storyOf, versionText } from './steps';
import { differencesOf } from './words';

interface PolicyPageProps {
  me: Me;
  api: StaffApi;
  version: number;
}

interface All {
  policy: Versioned<Policy>;
  list: PolicyList;
  inForce: Rules;
}

/** One version of the rules: what it says, what it would do, and the steps until it is in force. */
export function PolicyPage({ me, api, version }: PolicyPageProps) {
  const i18n = useI18n();
  const policies = useMemo(() => new PolicyApi(api.client), [api]);
  const loaded = useLoaded(`national/policies/${version}`, () => readAll(policies, version));
  const may = (action: string) => me.actions.includes(action);
  return (
    <main className="reading admin-section">
      <Head title={versionText(i18n, version)} lead={i18n.t('desk.policy.page_lead')} />
      <p>
        <PageLink className="ds-link" to={pathOf('national', 'policies')}>
          {i18n.t('desk.policy.all')}
        </PageLink>
      </p>
      <Section loaded={loaded}>
        {(all) => <Content key={version} all={all} policies={policies} may={may} onChanged={loaded.again} />}
      </Section>
    </main>
  );
}

async function readAll(policies: PolicyApi, version: number): Promise<All> {
  const [policy, list] = await Promise.all([policies.policy(version), policies.policies()]);
  const current = list.items.find(({ state }) => state === 'in_force')?.version ?? 0;
  const inForce = current === version ? policy.value : (await policies.policy(current)).value;
  return { policy, list, inForce: inForce.rules };
}

interface ContentProps {
  all: All;
  policies: PolicyApi;
  may: (action: string) => boolean;
  onChanged: () => void;
}

function Content({ all: { policy, list, inForce }, policies, may, onChanged }: ContentProps) {
  const i18n = useI18n();
  const deeds = useDeeds();
  const { value } = policy;
  const editable = value.state === 'draft' && may('policy:update');
  return (
    <>
      <div className="part policy-head">
        <div className="row">
          <StateTag state={value.state} />
          {value.note !== '' && <span>{value.note}</span>}
        </div>
        <p className="quiet">{storyOf(i18n, value).join(' ')}</p>
      </div>
      <Done {...deeds} />
      <PolicySteps
        policy={value}
        tag={policy.version}
        secondPerson={list.second_person}
        policies={policies}
        may={may}
        deeds={deeds}
        onChanged={onChanged}
      />
      {may('policy:create') && value.state !== 'draft' && <NewDraft basedOn={value.version} policies={policies} />}
      {may('policy:dry_run') && (
        <DryRunPanel version={value.version} draft={value.state === 'draft'} policies={policies} />
      )}
      {editable ? (
        // An approval makes another version of it, on which the next change builds.
        <PolicyForm
          key={value.approved_at ?? ''}
          first={policy}
          inForce={inForce}
          policies={policies}
          deeds={deeds}
          onSaved={onChanged}
        />
      ) : (
        <>
          {value.state !== 'in_force' && <Differences found={differencesOf(inForce, fieldsOf(value.rules))} />}
          <RuleFacts rules={value.rules} />
        </>
      )}
    </>
  );
}
