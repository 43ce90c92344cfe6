import { useI18n } from '../../app/i18n';
import type { Rules } from '../shapes';
import { fieldsOf, GROUPS, RULES } from './rules';
import { ruleName, ruleText } from './words';

/** All rules of a policy, to read. */
export function RuleFacts({ rules }: { rules: Rules }) {
  const i18n = useI18n();
  const { t } = i18n;
  const fields = fieldsOf(rules);
  return GROUPS.map((group) => (
    <section key={group} className="card part" aria-labelledby={`group-${group}`}>
      <h2 id={`group-${group}`} className="part-title">
        {t(`desk.policy.group.${group}`)}
      </h2>
      <p className="quiet">{t(`desk.policy.group_means.${group}`)}</p>
      <dl className="facts rule-facts">
        {RULES[group].map(({ path }) => (
          <div key={path} className="facts-pair">
            <dt>{ruleName(i18n, path)}</dt>
            <dd>{ruleText(i18n, path, fields[path])}</dd>
          </div>
        ))}
      </dl>
    </section>
  ));
}
