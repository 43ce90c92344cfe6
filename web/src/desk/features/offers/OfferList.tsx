import { Button, Heading, Tag } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { Offer } from '../../../api/shapes';
import { useDesk, useDeskState } from '../../app/DeskContext';
import { useI18n } from '../../app/i18n';
import { useNow } from '../../app/time';

interface OfferListProps {
  onAccept: (offer: Offer) => Promise<void>;
  onDecline: (offer: Offer) => Promise<void>;
}

/** The contacts offered to the counsellor right now, the most urgent first. */
export function OfferList(props: OfferListProps) {
  const { t } = useI18n();
  const { offers } = useDeskState();
  if (offers.length === 0) return null;
  const urgentFirst = offers.toSorted((a, b) => Date.parse(a.expires_at) - Date.parse(b.expires_at));
  return (
    <section className="offers" aria-label={t('desk.offer.list')}>
      {urgentFirst.map((offer, index) => (
        <OfferCard key={offer.id} offer={offer} first={index === 0} {...props} />
      ))}
    </section>
  );
}

function OfferCard({ offer, first, onAccept, onDecline }: OfferListProps & { offer: Offer; first: boolean }) {
  const { t } = useI18n();
  const [busy, setBusy] = useState<'accept' | 'decline'>();
  const act = async (which: 'accept' | 'decline', run: (offer: Offer) => Promise<void>) => {
    if (busy) return;
    setBusy(which);
    await run(offer);
    setBusy(undefined);
  };
  const titleId = `offer-${offer.id}`;
  return (
    <article className="offer" aria-labelledby={titleId}>
      <div className="row spread">
        <Heading id={titleId} level={2} data-size="2xs">
          {t('desk.offer.title')}
        </Heading>
        <Countdown offer={offer} />
      </div>
      <OfferFacts offer={offer} />
      <div className="row offer-actions">
        <Button
          loading={busy === 'accept'}
          aria-keyshortcuts={first ? 'Alt+A' : undefined}
          onClick={() => void act('accept', onAccept)}
        >
          {t('desk.offer.accept')}
        </Button>
        <Button
          variant="secondary"
          data-color="neutral"
          loading={busy === 'decline'}
          aria-keyshortcuts={first ? 'Alt+N' : undefined}
          onClick={() => void act('decline', onDecline)}
        >
          {t('desk.offer.decline')}
        </Button>
      </div>
    </article>
  );
}

function OfferFacts({ offer }: { offer: Offer }) {
  const { t, name, duration } = useI18n();
  return (
    <>
      <p className="offer-topic">{offer.topic ? name('topic', offer.topic) : t('desk.contact.no_topic')}</p>
      <ul className="tags">
        <li>
          <Tag data-size="sm" variant="outline">
            {name('work_type', offer.work_type)}
          </Tag>
        </li>
        <li>
          <Tag data-size="sm" variant="outline">
            {name('language', offer.language)}
          </Tag>
        </li>
        <li>
          <Tag data-size="sm" variant="outline">
            {offer.county ? name('county', offer.county) : t('desk.contact.no_county')}
          </Tag>
        </li>
        {offer.channel !== 'chat' && (
          <li>
            <Tag data-size="sm" variant="outline">
              {name('channel', offer.channel)}
            </Tag>
          </li>
        )}
      </ul>
      <p className="offer-waited">{t('desk.offer.waited', { time: duration(offer.waited_seconds) })}</p>
    </>
  );
}

/** Seconds left, as a number and as a bar that runs out. Silent for screen readers, which hear the offer itself. */
function Countdown({ offer }: { offer: Offer }) {
  const { t } = useI18n();
  const { serverTime } = useDesk();
  const end = Date.parse(offer.expires_at);
  const left = Math.max(0, end - serverTime(useNow()));
  const whole = Math.max(1, end - Date.parse(offer.offered_at));
  const seconds = Math.ceil(left / 1_000);
  return (
    <span className="countdown" data-urgent={seconds <= 10 || undefined} role="timer" aria-live="off">
      <span className="countdown-bar" aria-hidden>
        <span style={{ inlineSize: `${Math.min(100, (left / whole) * 100)}%` }} />
      </span>
      <span>{t('desk.offer.seconds_left', { seconds })}</span>
    </span>
  );
}
