import { useI18n } from '../../app/i18n';
import { PageLink } from '../../app/PageLink';
import { pathOf } from '../../app/route';
import { versionText } from '../policies/steps';

/** Which policy something was decided by, leading to its page. The one of the configuration has a name of its own. */
export function PolicyLink({ version, linked }: { version: string; linked: boolean }) {
  const i18n = useI18n();
  const number = /^\d+$/.test(version) ? Number(version) : 0;
  const text = versionText(i18n, number);
  return (
    <p className="quiet">
      {i18n.t('desk.policy.by')}{' '}
      {linked ? (
        <PageLink className="ds-link" to={pathOf('national', 'policies', String(number))}>
          {text}
        </PageLink>
      ) : (
        text
      )}
    </p>
  );
}
