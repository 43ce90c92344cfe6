import { useEffect, useId, useRef, type ReactNode } from 'react';
import { Dialog, Heading } from '@digdir/designsystemet-react';
import { useI18n } from './i18n';

const FIRST = 'input:checked, select, input:not(:disabled), button:not(:disabled)';

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
    const inside = element?.querySelector('.modal-body');
    const first = inside?.querySelector<HTMLElement>(FIRST) ?? element?.querySelector<HTMLElement>('h2');
    first?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <Dialog ref={dialog} open closeButton={t('desk.dialog.close')} aria-labelledby={titleId} onClose={onClose}>
      <Heading id={titleId} tabIndex={-1} level={2} data-size="xs" className="modal-title">
        {title}
      </Heading>
      <div className="modal-body">{children}</div>
    </Dialog>
  );
}
