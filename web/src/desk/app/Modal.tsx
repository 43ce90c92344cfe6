import { Dialog } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { Heading } from '@digdir/designsystemet-react';
import { useI18n } from './i18n';

interface ModalProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A modal dialog that exists while it is rendered and gives the focus back where it was. */
export function Modal({ title, onClose, children }: ModalProps) {
  const { t } = useI18n();
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const element = dialog.current;
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <Dialog ref={dialog} open closeButton={t('desk.dialog.close')} aria-labelledby={titleId} onClose={onClose}>
      <Heading id={titleId} level={2} data-size="xs" className="modal-title">
        {title}
      </Heading>
      {children}
    </Dialog>
  );
}
