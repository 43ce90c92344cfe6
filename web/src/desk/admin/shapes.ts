import type { components } from '../../api/staff';

type Staff = components['schemas'];

export type Centre = Staff['Centre'];
export type CentreName = Staff['CentreName'];
export type CentreChange = Staff['CentrePatch'];
export type Site = Staff['Site'];
export type NewSite = Staff['SiteInput'];
export type Profile = Staff['Profile'];
export type NewProfile = Staff['ProfileInput'];
export type ModuleName = keyof Profile['modules'];
export type Logo = Staff['Logo'];
export type Checklist = Staff['Checklist'];
export type ChecklistItem = Staff['ChecklistItem'];
export type OnboardedCentre = Staff['OnboardedCentre'];
export type NewCentre = Staff['NewCentreInput'];
export type ArchivePreview = Staff['ArchivePreview'];
export type EarlyClose = Staff['EarlyCloseInput'];
export type Suggestion = Staff['ClosedDaySuggestion'];
export type ClockSpan = Staff['ClockSpan'];
export type WeeklyInterval = Staff['OpeningInterval'];
export type QueueKind = WeeklyInterval['queue'];
export type Channel = WeeklyInterval['channel'];
export type Reason = Staff['LocalizedText'];
export type Exception = Staff['OpeningException'];
export type NewException = Required<Pick<Staff['ExceptionInput'], 'intervals' | 'reason'>> & Staff['ExceptionInput'];
export type StaffMember = Staff['StaffMember'];
export type StaffChange = Staff['StaffPatch'];
export type StaffAccount = Staff['StaffAccountBody'];
export type Role = StaffAccount['roles'][number];
/** A role in one centre. */
export type CentreRole = Exclude<Role, 'national_coordinator'>;
export type NewInvitation = Staff['InvitationInput'];
export type Invitation = Omit<Staff['InvitationBody'], 'state'> & { state: 'waiting' | 'sent' | 'expired' };
export type Invitations = Omit<Staff['Invitations'], 'items'> & Items<Invitation>;
export type StaffList = Staff['StaffListInput'];
export type StaffListLine = Omit<Staff['StaffListLine'], 'outcome'> & {
  outcome: 'invited' | 'member' | 'invited_before';
};
export type StaffListError = Staff['StaffListError'];
export type StaffListReport = Omit<Staff['StaffListReport'], 'lines'> & { lines: StaffListLine[] };
export type AuditEntry = Staff['AuditEntry'];
export type AuditPage = Staff['AuditPage'];
export type Retention = Staff['Retention'];
export type RetentionPreview = Staff['RetentionPreview'];
export type RetentionReport = Staff['RetentionReport'];
export type RetentionReports = Staff['RetentionReports'];
export type ClosedDay = Staff['ClosedDay'];
export type PreviewDay = Staff['HoursPreviewDay'];
export type Provider = Staff['IdentityProvider'];
export type Providers = Staff['IdentityProviders'];
export type ProviderInput = Staff['ProviderInput'];
export type ProviderPreset = Staff['ProviderPreset'];
export type ProviderFinding = Staff['ProviderFinding'];
export type Agreements = Staff['Agreements'];
export type Agreement = Staff['Agreement'];
export type Side = Agreements['side'];
export type NewAgreement = Staff['ProposalInput'];
export type Notice = Staff['NoticeInput'];
export type Deliveries = Staff['Deliveries'];
export type Delivery = Staff['Delivery'];
export type Ledger = Staff['Ledger'];
export type Hours = Staff['Hours'];
export type Timesheets = Staff['Timesheets'];

export const MODULES = [
  'chat',
  'phone',
  'callback',
  'video',
  'appointments',
  'library',
] as const satisfies readonly ModuleName[];

export interface Items<T> {
  items: T[];
}

export const QUEUES = ['national', 'local'] as const satisfies readonly QueueKind[];
export const CHANNELS = ['chat', 'phone', 'callback', 'video', 'appointment'] as const satisfies readonly Channel[];
export const ROLES = ['counsellor', 'centre_administrator'] as const satisfies readonly CentreRole[];
