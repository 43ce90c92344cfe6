import { Heading } from '@digdir/designsystemet-react';
import { useMemo } from 'react';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { LoginRuleApi } from '../../features/account/api';
import { LoginRuleForm } from './LoginRuleForm';

/** How those who coordinate the national service log in. */
export function NationalLogin({ api }: { api: StaffApi }) {
  const { t } = useI18n();
  const rule = useMemo(() => new LoginRuleApi(api.client, undefined), [api]);
  return (
    <section className="admin-section" aria-labelledby="national-login">
      <Heading id="national-login" level={2} data-size="xs">
        {t('desk.admin.login.national')}
      </Heading>
      <LoginRuleForm api={rule} />
    </section>
  );
}
