import type { Queue } from '../../../api/shapes';
import { useI18n } from '../../app/i18n';
import { clockText } from '../../app/time';

/** Three figures about the national queue. */
export function QueueSummary({ queue }: { queue: Queue | undefined }) {
  const { t } = useI18n();
  return (
    <section className="queue" aria-labelledby="queue-title">
      <h2 id="queue-title" className="section-title">
        {t('desk.queue.title')}
      </h2>
      {(queue?.mode === 'closed' || queue?.mode === 'draining') && (
        <p role="status">
          <strong>{t(`desk.queue.mode.${queue.mode}`)}</strong>
        </p>
      )}
      <dl className="figures">
        <div>
          <dt>{t('desk.queue.waiting')}</dt>
          <dd>{queue?.waiting ?? '–'}</dd>
        </div>
        <div>
          <dt>{t('desk.queue.longest')}</dt>
          <dd>{queue ? (queue.waiting > 0 ? clockText(queue.longest_wait_seconds) : '–') : '–'}</dd>
        </div>
        <div>
          <dt>{t('desk.queue.available')}</dt>
          <dd>{queue?.available ?? '–'}</dd>
        </div>
      </dl>
    </section>
  );
}
