import { Button } from '@digdir/designsystemet-react';
import { useId, useState } from 'react';
import { useAnnounce } from '../../app/announcer';
import { useI18n } from '../../app/i18n';

interface CommandProps {
  title: string;
  means: string;
  command: string;
}

/** A command for a shell, with a button that copies it. */
export function Command({ title, means, command }: CommandProps) {
  const { t } = useI18n();
  const announce = useAnnounce();
  const id = useId();
  const [outcome, setOutcome] = useState<'copied' | 'copy_failed'>();
  // Not there on pages that came without https.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  const copy = async (board: Clipboard) => {
    const result = await board.writeText(command).then(
      () => 'copied' as const,
      () => 'copy_failed' as const,
    );
    setOutcome(result);
    announce(t(`desk.partner.console.${result}`, { title }));
  };
  return (
    <div className="card part">
      <h4 id={id} className="plot-title">
        {title}
      </h4>
      <p className="quiet">{means}</p>
      {/* Long lines scroll by themselves and must then be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className="command scroll-x" tabIndex={0} role="region" aria-labelledby={id}>
        <code>{command}</code>
      </pre>
      {clipboard && (
        <div className="row">
          <Button
            data-size="sm"
            variant="secondary"
            aria-label={t('desk.partner.console.copy_what', { title })}
            onClick={() => void copy(clipboard)}
          >
            {t('desk.partner.console.copy')}
          </Button>
          {outcome && <span>{t(`desk.partner.console.${outcome}`, { title })}</span>}
        </div>
      )}
    </div>
  );
}
