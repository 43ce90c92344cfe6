import { useI18n } from '../../app/i18n';
import type { RuleDifference } from '../shapes';
import { differenceText } from './words';

/** What a policy does otherwise than the one in force, in words. */
export function Differences({ found }: { found: readonly RuleDifference[] }) {
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <section className="part" aria-labelledby="policy-differences">
      <h2 id="policy-differences" className="part-title">
        {t('desk.policy.differences')}
      </h2>
      {found.length === 0 ? (
        <p className="quiet">{t('desk.policy.no_differences')}</p>
      ) : (
        <ul className="differences">
          {found.map((one) => (
            <li key={one.field}>{differenceText(i18n, one)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
