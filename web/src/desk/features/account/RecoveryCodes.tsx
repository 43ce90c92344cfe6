import { Alert, Button, Heading } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState } from 'react';
import { useI18n } from '../../app/i18n';

interface RecoveryCodesProps {
  codes: readonly string[];
  onDone: () => void;
}

/** Recovery codes, shown once; takes the focus, because what led here is gone. */
export function RecoveryCodes({ codes, onDone }: RecoveryCodesProps) {
  const { t } = useI18n();
  const [copied, setCopied] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  const text = `${t('desk.account.codes.file_title')}\n\n${codes.join('\n')}\n`;
  // Not there on pages that came without https.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  const copy = async (board: Clipboard) => {
    await board.writeText(text);
    setCopied(true);
  };
  return (
    <section className="card stack" aria-labelledby="codes-title">
      <Heading ref={heading} id="codes-title" level={2} data-size="xs" tabIndex={-1}>
        {t('desk.account.codes.title')}
      </Heading>
      <Alert data-color="warning" data-size="sm">
        {t('desk.account.codes.means')}
      </Alert>
      <ol className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="row">
        {clipboard && (
          <Button data-size="sm" variant="secondary" onClick={() => void copy(clipboard)}>
            {t('desk.account.codes.copy')}
          </Button>
        )}
        <Button asChild data-size="sm" variant="secondary">
          <a href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`} download="veiviser.txt">
            {t('desk.account.codes.download')}
          </a>
        </Button>
        <Button data-size="sm" onClick={onDone}>
          {t('desk.account.codes.kept')}
        </Button>
      </div>
      <p role="status">{copied && t('desk.account.codes.copied')}</p>
    </section>
  );
}
