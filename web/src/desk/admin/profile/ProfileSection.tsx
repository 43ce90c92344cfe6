import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { nearest } from '../parts/texts';
import type { SectionProps } from '../section';
import { MODULES, type Profile } from '../shapes';
import { CONTACTS } from './draft';
import { LogoField } from './LogoField';
import { ProfileForm } from './ProfileForm';

/** What the centre tells of itself, and what it has switched on. */
export function ProfileSection(props: SectionProps) {
  const { admin, may } = props;
  const loaded = useLoaded('admin/profile', async () => {
    const [profile, centre] = await Promise.all([admin.profile(), admin.centre()]);
    return { profile, name: centre.value.name };
  });
  return (
    <Section loaded={loaded}>
      {({ profile, name }) =>
        may('profile:replace') ? (
          <>
            <LogoField {...props} logo={profile.value.logo} onLogo={loaded.again} />
            <ProfileForm {...props} first={profile} name={name} />
          </>
        ) : (
          <ProfileReading profile={profile.value} />
        )
      }
    </Section>
  );
}

function ProfileReading({ profile }: { profile: Profile }) {
  const { t, language } = useI18n();
  const on = MODULES.filter((one) => profile.modules[one]);
  const lines = [
    ...(['description', 'reach'] as const).map((field) => [field, nearest(profile[field], language)] as const),
    ...CONTACTS.map((field) => [field, profile[field]] as const),
  ];
  return (
    <dl className="facts">
      {lines.map(([field, text]) => (
        <div key={field} className="facts-pair">
          <dt>{t(`desk.admin.word.${field}`)}</dt>
          <dd className="kept-breaks">{text ?? '–'}</dd>
        </div>
      ))}
      <dt>{t('desk.admin.word.modules')}</dt>
      <dd>{on.map((one) => t(`desk.admin.module.${one}`)).join(', ')}</dd>
    </dl>
  );
}
