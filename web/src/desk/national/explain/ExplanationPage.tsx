import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { Modal } from '../../app/Modal';
import { PageLink } from '../../app/PageLink';
import { pathOf } from '../../app/route';
import { Head } from '../Head';
import { Explanation } from './Explanation';

interface WhyProps {
  api: StaffApi;
  contactId: string;
  policies: boolean;
}

/** Why a contact went where it went, on a page that can be sent to somebody. */
export function ExplanationPage(props: WhyProps) {
  const { t } = useI18n();
  return (
    <main className="reading">
      <Head title={t('desk.explain.title')} lead={t('desk.explain.lead')} />
      <Explanation {...props} level={2} />
    </main>
  );
}

/** The same over the board. */
export function ExplanationDialog({ onClose, ...props }: WhyProps & { onClose: () => void }) {
  const { t } = useI18n();
  return (
    <Modal title={t('desk.explain.title')} onClose={onClose}>
      <div className="stack">
        <Explanation {...props} level={3} />
        <p>
          <PageLink className="ds-link" to={pathOf('national', 'contacts', props.contactId)}>
            {t('desk.explain.own_page')}
          </PageLink>
        </p>
      </div>
    </Modal>
  );
}
