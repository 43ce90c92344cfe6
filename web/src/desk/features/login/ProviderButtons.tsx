import { Button } from '@digdir/designsystemet-react';
import type { LoginProvider } from '../../../api/shapes';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { useTask } from '../../admin/parts/useTask';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { useLoaded } from '../../app/useLoaded';

/** A button for each provider to log in by; nothing where there is none, or they are not told. */
export function ProviderButtons({ api }: { api: StaffApi }) {
  const { t } = useI18n();
  const providers = useLoaded('login/providers', () => api.loginProviders());
  const task = useTask();
  const items: LoginProvider[] = providers.value?.items ?? [];
  if (items.length === 0) return null;
  const go = (id: string) =>
    task.run(async () => {
      location.assign(await api.beginLogin(id));
    });
  return (
    <section className="stack" aria-label={t('desk.login.providers')}>
      {items.map(({ id, name }) => (
        <Button key={id} variant="secondary" aria-disabled={task.busy || undefined} onClick={() => void go(id)}>
          {t('desk.login.by', { name })}
        </Button>
      ))}
      <ProblemLine problem={task.problem} />
      <p className="quiet">{t('desk.login.or')}</p>
    </section>
  );
}
