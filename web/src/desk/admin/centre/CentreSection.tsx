import { localDate } from '../../../i18n/spoken';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { OnNowCard } from '../../features/rota/OnNowCard';
import { dateText } from '../parts/dates';
import type { SectionProps } from '../section';
import type { Centre } from '../shapes';
import { CentreForm } from './CentreForm';

/** What the centre is called, speaks, and keeps for its own seekers. */
export function CentreSection(props: SectionProps) {
  const { admin, may } = props;
  const changeable = may('centre:update');
  const loaded = useLoaded('admin/centre', () => admin.centre());
  return (
    <Section loaded={loaded}>
      {(first) => (
        <>
          {may('rota:now') && <OnNowCard rota={admin.rota} />}
          <Facts centre={first.value} whole={!changeable} />
          {changeable && <CentreForm {...props} first={first} />}
        </>
      )}
    </Section>
  );
}

function Facts({ centre, whole }: { centre: Centre; whole: boolean }) {
  const { t, name, language } = useI18n();
  return (
    <dl className="facts">
      <dt>{t('desk.centre.county')}</dt>
      <dd>{name('county', centre.county)}</dd>
      <dt>{t('desk.admin.centre.region')}</dt>
      <dd>{name('desk.region', centre.region)}</dd>
      <dt>{t('desk.admin.centre.created')}</dt>
      <dd>{dateText(localDate(new Date(centre.created_at)), language)}</dd>
      {whole && (
        <>
          <dt>{t('desk.admin.word.languages')}</dt>
          <dd>{centre.languages.map((one) => name('language', one)).join(', ')}</dd>
          <dt>{t('desk.admin.word.local_reserve')}</dt>
          <dd>{centre.local_reserve}</dd>
          <dt>{t('desk.admin.word.time_zone')}</dt>
          <dd>{centre.time_zone}</dd>
        </>
      )}
    </dl>
  );
}
