import type { components } from '../../api/staff';

// The national pages' part of the API.

type Staff = components['schemas'];

export type PolicyCard = Staff['PolicyCard'];
/** Newest first. */
export type PolicyList = Staff['Policies'];
export type Policy = Staff['Policy'];
export type PolicyChange = Staff['PolicyChange'];
export type PolicyApproval = Staff['PolicyApproval'];
export type PolicyState = PolicyCard['state'];
export type Rules = Staff['PolicyRules'];
/** How much of a counsellor a contact takes. */
export type Weight = Staff['Weight'];
export type OverflowChoice = Rules['overflow_choices'][number];

/** A rule that is otherwise than in the policy in force. */
export type RuleDifference = Staff['PolicyDifference'];

export type DryRunOrder = Staff['DryRunOrder'];
export type DayKind = Staff['DryRunDays']['kind'];
/** First the policy that was asked for, then the one in force when that is another. */
export type DryRun = Staff['DryRun'];
export type Outcome = Staff['DryRunOutcome'];
export type HourOutcome = Staff['DryRunHour'];

/** How recorded days went. */
export type Really = NonNullable<DryRun['really']>;

/** What is to come in the next weeks. */
export type Forecast = Staff['Forecast'];
export type ForecastDay = Staff['ForecastDay'];
export type ForecastHalfHour = Staff['ForecastHalfHour'];
export type ForecastNote = Forecast['notes'][number];

export type Board = Staff['Board'];
export type BoardQueue = Staff['BoardQueue'];
export type BoardCentre = Staff['BoardCentre'];
export type WaitingContact = Staff['BoardWaiting'];
export type RecentContact = Staff['BoardAnswered'];
export type Alarm = Staff['BoardAlarm'];
export type AlarmKind = Alarm['kind'];
export type Thresholds = Staff['BoardThresholds'];

/** Somebody who was considered; without a cause they could have had the contact. */
export type Judged = Staff['JudgedCounsellor'];
export type Cause = NonNullable<Judged['cause']>;
export type Decision = Staff['RoutingDecision'];
/** Oldest first. */
export type Decisions = Staff['RoutingDecisions'];
export type Explanation = Staff['RoutingExplanation'];

export const CAUSES = [
  'closed',
  'agreement',
  'ring',
  'unavailable',
  'capacity',
  'reserve',
  'target',
  'language',
  'skill',
  'missed',
] as const satisfies readonly Cause[];

/** A decision against the opening hours. */
export type Override = Staff['Override'];
export type OverrideMode = Override['mode'];
export type NewOverride = Staff['NewOverride'];

export type Notice = Staff['Notice'];
export type NoticeChange = Staff['NoticeChange'];
export type NoticePlace = Notice['places'][number];

/** A time when many come. */
export type Surge = Staff['Surge'];
export type SurgeChange = Staff['SurgeChange'];
export type SurgeLink = Staff['SurgeLink'];

export type NationalHours = Staff['NationalHours'];
export type NationalDay = Staff['NationalDay'];
/** A stretch of time and the fewest centres open in it. */
export type OpenCentres = Staff['OpenCentres'];
export type StaffingMinimum = Staff['StaffingMinimum'];
