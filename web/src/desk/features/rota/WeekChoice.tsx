import { Button } from '@digdir/designsystemet-react';
import { dateText, today } from '../../admin/parts/dates';
import { useI18n } from '../../app/i18n';
import { addDays, mondayOf, weekNumber } from './wall';

/** The week that is shown, and the ways to others. */
export function WeekChoice({ monday, go }: { monday: string; go: (monday: string) => void }) {
  const { t, language } = useI18n();
  return (
    <div className="row">
      {([-7, 7] as const).map((days) => (
        <Button
          key={days}
          icon
          data-size="sm"
          variant="secondary"
          aria-label={t(days < 0 ? 'desk.rota.week_before' : 'desk.rota.week_after')}
          onClick={() => {
            go(addDays(monday, days));
          }}
        >
          <span aria-hidden>{days < 0 ? '‹' : '›'}</span>
        </Button>
      ))}
      <Button
        data-size="sm"
        variant="secondary"
        onClick={() => {
          go(mondayOf(today()));
        }}
      >
        {t('desk.rota.today')}
      </Button>
      <p role="status">
        <strong>{t('desk.rota.week', { number: weekNumber(monday) })}</strong> {dateText(monday, language)} –{' '}
        {dateText(addDays(monday, 6), language)}
      </p>
    </div>
  );
}
