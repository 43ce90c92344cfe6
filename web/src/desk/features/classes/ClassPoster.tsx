import { Button } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState } from 'react';
import { useI18n } from '../../app/i18n';
import { QrCode } from '../account/QrCode';
import type { MadeClass } from './api';

/** The code of a class, to be seen from the last row: as a picture to photograph, and to type. */
export function ClassPoster({ made }: { made: MadeClass }) {
  const { t, when } = useI18n();
  const poster = useRef<HTMLDivElement>(null);
  const [large, setLarge] = useState(false);
  useEffect(() => {
    const changed = () => {
      setLarge(document.fullscreenElement !== null);
    };
    document.addEventListener('fullscreenchange', changed);
    return () => {
      document.removeEventListener('fullscreenchange', changed);
    };
  }, []);
  const [place, code] = made.url.split('#', 2);
  return (
    <div ref={poster} className="class-poster" role="group" aria-label={t('desk.classes.poster')}>
      <QrCode text={made.url} label={t('desk.classes.qr')} />
      <p className="class-address">
        {place}#<strong>{code}</strong>
      </p>
      <p>{t('desk.classes.until', { time: when(made.valid_until), count: made.most_starts })}</p>
      {document.fullscreenEnabled && (
        <Button
          variant="secondary"
          onClick={() => {
            // Where a browser does not let it, the picture stays as it is.
            if (!large) poster.current?.requestFullscreen().catch(() => undefined);
            else void document.exitFullscreen();
          }}
        >
          {t(large ? 'desk.classes.normal' : 'desk.classes.large')}
        </Button>
      )}
    </div>
  );
}
