import type { Me } from '../../api/shapes';
import { useI18n } from '../app/i18n';
import { PageLink } from '../app/PageLink';
import { pathOf } from '../app/route';
import { navFor } from './nav';

/** The national pages by what they are for, as far as the account may see them. */
export function NationalNav({ me, coordinates }: { me: Me; coordinates: boolean }) {
  const { t } = useI18n();
  const groups = navFor(me.actions, coordinates);
  if (groups.length === 0) return null;
  return (
    <nav className="national-nav" aria-label={t('desk.national.nav')}>
      {groups.map(({ group, entries }) => (
        <div key={group} className="national-group">
          <h2 id={`national-${group}`} className="section-title">
            {t(`desk.national.group.${group}`)}
          </h2>
          <ul aria-labelledby={`national-${group}`}>
            {entries.map(({ page, text }) => (
              <li key={page}>
                <PageLink className="ds-link" to={pathOf('national', page)}>
                  {t(text)}
                </PageLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
