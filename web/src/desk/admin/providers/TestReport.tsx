import { Alert } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import type { TestResult } from './useProviders';

/** What a look at a provider found, in words. */
export function TestReport({ name, findings }: TestResult) {
  const { t } = useI18n();
  if (findings.length === 0) {
    return (
      <Alert data-color="success" data-size="sm">
        {t('desk.admin.providers.test_good', { name })}
      </Alert>
    );
  }
  const fatal = findings.some((finding) => finding.fatal);
  return (
    <Alert data-color={fatal ? 'danger' : 'warning'} data-size="sm">
      <p>{t(fatal ? 'desk.admin.providers.test_fatal' : 'desk.admin.providers.test_mind', { name })}</p>
      <ul>
        {findings.map(({ code }) => (
          <li key={code}>{t(`desk.admin.providers.finding.${code}`)}</li>
        ))}
      </ul>
    </Alert>
  );
}
