import { Button, Paragraph } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useDeskState } from './DeskContext';
import { useI18n } from './i18n';

interface SignOutQuestionProps {
  onCancel: () => void;
  onSignOut: () => Promise<void>;
}

/** Says who would be left behind before the counsellor leaves. */
export function SignOutQuestion({ onCancel, onSignOut }: SignOutQuestionProps) {
  const { t, plural } = useI18n();
  const { threads } = useDeskState();
  const [busy, setBusy] = useState(false);
  const count = Object.keys(threads).length;
  return (
    <>
      <Paragraph>{count > 0 ? plural('desk.sign_out_active', count) : t('desk.sign_out_means')}</Paragraph>
      <div className="row dialog-actions">
        <Button
          loading={busy}
          onClick={() => {
            setBusy(true);
            void onSignOut();
          }}
        >
          {t('desk.sign_out')}
        </Button>
        <Button variant="secondary" data-color="neutral" onClick={onCancel}>
          {t('desk.cancel')}
        </Button>
      </div>
    </>
  );
}
