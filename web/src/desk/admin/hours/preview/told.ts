import type { PreviewDay, Reason } from '../../shapes';

/** What seekers are told of one day. */
export type Told = Pick<PreviewDay, 'why' | 'reasons' | 'open'>;

/** The national queue is all contributing centres united; a local queue is the centre's own. */
export function toldOf(day: PreviewDay): Told {
  return day.seekers ?? day;
}

type ToldKey =
  | 'widget.closed_by_hand'
  | 'widget.closed_day'
  | 'widget.closed_day_plain'
  | 'widget.closed_exception'
  | 'widget.closed_exception_plain'
  | 'widget.closed_no_centre'
  | 'widget.closed_outside_hours';

/** The sentence of the widget for a day on which it is closed, with the reason it says; none while it is open. */
export function sentenceOf(
  told: Told,
  reasonText: (reasons: readonly Reason[]) => string,
): [ToldKey, string] | undefined {
  if (told.open.length > 0) return undefined;
  const reason = reasonText(told.reasons);
  switch (told.why) {
    case 'closed_day':
      return [reason === '' ? 'widget.closed_day_plain' : 'widget.closed_day', reason];
    case 'exception':
      return [reason === '' ? 'widget.closed_exception_plain' : 'widget.closed_exception', reason];
    case 'by_hand':
      return ['widget.closed_by_hand', reason];
    case 'no_centre':
    case 'not_offered':
      return ['widget.closed_no_centre', reason];
    case 'open':
    case 'outside_hours':
      return ['widget.closed_outside_hours', reason];
  }
}
