import type { components } from '../../api/staff';

type Staff = components['schemas'];

export type Centre = Staff['Centre'];
export type CentreChange = Staff['CentrePatch'];
export type Site = Staff['Site'];
export type NewSite = Staff['SiteInput'];
export type ClockSpan = Staff['ClockSpan'];
export type WeeklyInterval = Staff['OpeningInterval'];
export type QueueKind = WeeklyInterval['queue'];
export type Channel = WeeklyInterval['channel'];
export type Reason = Staff['LocalizedText'];
export type Exception = Staff['OpeningException'];
export type NewException = Required<Pick<Staff['ExceptionInput'], 'intervals' | 'reason'>> & Staff['ExceptionInput'];
export type StaffMember = Staff['StaffMember'];
export type StaffChange = Staff['StaffPatch'];
export type AuditEntry = Staff['AuditEntry'];
export type AuditPage = Staff['AuditPage'];
export type ClosedDay = Staff['ClosedDay'];
export type PreviewDay = Staff['HoursPreviewDay'];

export interface Items<T> {
  items: T[];
}

export const QUEUES = ['national', 'local'] as const satisfies readonly QueueKind[];
export const CHANNELS = ['chat', 'phone', 'callback', 'video', 'appointment'] as const satisfies readonly Channel[];
