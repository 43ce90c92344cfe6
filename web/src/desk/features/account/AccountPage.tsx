import { Alert, Heading } from '@digdir/designsystemet-react';
import { useEffect, useMemo, useState } from 'react';
import type { Me } from '../../../api/shapes';
import { Done, useDeeds } from '../../admin/parts/Done';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { AccountApi } from './api';
import { FactorSection } from './FactorSection';
import { LinkedIdentities } from './LinkedIdentities';
import { PasskeySection } from './PasskeySection';
import { PasswordSection } from './PasswordSection';
import { RecoveryCodes } from './RecoveryCodes';
import { SessionSection } from './SessionSection';

interface AccountPageProps {
  me: Me;
  api: StaffApi;
  /** A second factor was added and its codes are kept; for those who could do nothing else before. */
  onEnrolled?: () => void;
}

/** How a person logs in, and where they are logged in. */
export function AccountPage({ me, api, onEnrolled }: AccountPageProps) {
  const { t } = useI18n();
  const account = useMemo(() => new AccountApi(api.client), [api]);
  const own = useLoaded('account/factors', () => account.factors());
  const deeds = useDeeds();
  const [codes, setCodes] = useState<readonly string[]>([]);
  const title = t('desk.account.title');
  useEffect(() => {
    document.title = `${title} – ${t('desk.window')}`;
    return () => {
      document.title = t('desk.window');
    };
  }, [t, title]);
  const done = (text: string) => {
    deeds.tell({ text });
    own.again();
  };
  const enrolled = (fresh: string[], text: string) => {
    setCodes(fresh);
    if (fresh.length === 0) onEnrolled?.();
    done(text);
  };
  return (
    <main className="reading account">
      <header className="admin-head">
        <Heading level={1} data-size="md">
          {title}
        </Heading>
        <p className="quiet">
          {me.name}, {me.email}
        </p>
      </header>
      {me.must_enrol && codes.length === 0 && <Alert data-color="warning">{t('desk.account.must_enrol')}</Alert>}
      <Done {...deeds} />
      {codes.length > 0 && (
        <RecoveryCodes
          codes={codes}
          onDone={() => {
            setCodes([]);
            onEnrolled?.();
          }}
        />
      )}
      <Section loaded={own}>
        {(login) => (
          <>
            <FactorSection api={account} own={login} onCodes={enrolled} onDone={done} />
            <PasskeySection api={account} own={login} onCodes={enrolled} onDone={done} />
          </>
        )}
      </Section>
      <LinkedIdentities api={api} mayLink={me.actions.includes('identity:link')} />
      <SessionSection api={account} onDone={done} />
      <PasswordSection api={account} email={me.email} onDone={done} />
    </main>
  );
}
