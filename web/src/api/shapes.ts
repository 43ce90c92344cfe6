import type { components } from './public';
import type { components as StaffComponents } from './staff';

type Public = components['schemas'];
type Staff = StaffComponents['schemas'];

/**
 * A schema in which some fields are told more exactly than its document does, such as by the words of a string. A
 * field that the schema does not have, or that it has otherwise, does not compile.
 */
type Exact<Schema, Fields extends { [Name in keyof Fields]: Name extends keyof Schema ? Schema[Name] : never }> = {
  [Name in keyof Schema]: Name extends keyof Fields ? Fields[Name] : Schema[Name];
};

/** A schema of which some fields may be missing. */
type Sparse<Schema, Names extends keyof Schema> = Omit<Schema, Names> & Partial<Pick<Schema, Names>>;

export type { Language } from '../i18n/catalogue';

export type County = Public['CentreCard']['county'];
export type WorkType = Staff['Contact']['work_type'];
export type ChosenPresence = Staff['ChosenState'];

// Words that the documents describe but do not list.
export type Topic = (typeof TOPICS)[number];
export type ConversationState = 'waiting' | 'active' | 'closed';
type ContactState = ConversationState | 'wrap_up';
export type Party = 'seeker' | 'counsellor' | 'service';
export type Notice = 'counsellor_joined' | 'transferred' | 'waiting_again' | 'closed';
export type Phase = 'contact' | 'contract' | 'communication' | 'conclusion';
export type WrapUpCode = 'answered' | 'guided' | 'referred' | 'booked' | 'technical' | 'abandoned' | 'other';

export const TOPICS = ['education', 'study_choice', 'work', 'application', 'skills', 'abroad', 'other'] as const;

/** Every county by its number, in order. */
export const COUNTIES = Object.keys({
  '03': true,
  '11': true,
  '15': true,
  '18': true,
  '31': true,
  '32': true,
  '33': true,
  '34': true,
  '39': true,
  '40': true,
  '42': true,
  '46': true,
  '50': true,
  '55': true,
  '56': true,
} satisfies Record<County, true>).sort() as County[];

/** The county a text is the number of. */
export function countyOf(text: string | null): County | undefined {
  return COUNTIES.find((county) => county === text);
}

export type WaitEstimate = Public['EstimatedWait'];
/** A service notice as staff read it. */
export type ShownNotice = Staff['ShownNotice'];
export type ShownNotices = Staff['ShownNotices'];
export type ServiceStatus = Exact<Public['ServiceStatus'], { why: Public['Why'] }>;
export type CentreHours = Public['OpeningInterval'];
export type CentreCard = Public['CentreCard'];
export type CentreCards = Public['CentreCards'];

// The service leaves out `choices` when there are none, which the document does not tell; an older one knows of less.
export type Place = Sparse<Public['Place'], 'choices' | 'asked' | 'longer'>;
export type Counsellor = Public['ConversationCounsellor'];
export type NewConversation = Exact<Public['ConversationStart'], { topic: Topic }>;
export type ReferralCode = Public['ReferralCode'];
export type ReferralSharing = Public['ReferralSharing'];
/** What the code of a referral leads to. */
export type Referral = Public['ReferralOfPerson'];
export type ResumeCode = Public['ConversationResume'];
export type StartedConversation = Exact<Public['StartedConversation'], { state: ConversationState }>;
export type Conversation = Exact<Public['Conversation'], { state: ConversationState; closed_by: Party }>;
export type Message = Exact<Public['Message'], { from: Party; notice: Notice }>;
export type NewMessage = Public['NewMessage'];
export type PostedMessage = Exact<Public['PostedBody'], { message: Message }>;
/** The answer to a seeker's long poll. */
export type ConversationPage = Exact<Public['ConversationMessages'], { items: Message[]; state: ConversationState }>;

/** A problem of the service, or one made here, which has no trace. */
export type Problem = Sparse<Public['Problem'], 'trace_id'> &
  // What `service_closed` tells beside.
  Partial<Pick<ServiceStatus, 'why' | 'reason' | 'next_opening'>>;

export type Login = Staff['Credentials'];
export type PendingLogin = Staff['PendingLogin'];
export type SecondFactor = Staff['SecondFactor'];
export type PasskeyChallenge = Staff['PasskeyChallenge'];
/** What an account is at its centre when it answers contacts. */
export type StaffCard = Exact<Staff['MyStaff'], { topics: Topic[] }>;
export type Me = Exact<Staff['Me'], { staff: StaffCard }>;
export type Presence = Staff['Presence'];
export type PresenceChange = Staff['PresenceChange'];
export type Queue = Staff['Queue'];
export type Offer = Exact<Staff['Offer'], { topic: Topic }>;
export type Contact = Exact<Staff['Contact'], { state: ContactState; topic: Topic; closed_by: Party }>;
export type DeskSnapshot = Exact<Staff['Desk'], { offers: Offer[]; contacts: Contact[] }>;
export type MessagePage = Exact<Staff['MessagesBody'], { items: Message[] }>;
export type WrapUp = Exact<Staff['ContactWrapUp'], { code: WrapUpCode }>;
export type WrapUpCodes = Exact<Staff['WrapUpCodes'], { items: WrapUpCode[] }>;
export type Phrase = Exact<Staff['Phrase'], { phase: Phase }>;
export type Phrases = Exact<Staff['Phrases'], { items: Phrase[] }>;
export type Colleague = Staff['Colleague'];
export type Colleagues = Staff['Colleagues'];
export type CentreName = Staff['CentreName'];
export type CentreNames = Staff['Items_CentreName'];
export type StaffMember = Staff['StaffMember'];
export type StaffMembers = Staff['Items_StaffMember'];
export type CentreException = Staff['OpeningException'];
export type CentreExceptions = Staff['Items_OpeningException'];

type Target = Required<Staff['ContactTransfer']>;
/** Exactly one field of the schema. */
export type TransferTarget = { [Name in keyof Target]: Pick<Target, Name> }[keyof Target];

export type EndSession = Staff['EndSession'];
export type Identities = Staff['Identities'];
export type Identity = Staff['Identity'];
export type IdentityLink = Staff['IdentityLink'];
export type LoginProvider = Staff['LoginProvider'];
export type LoginProviders = Staff['LoginProviders'];
export type LoginStart = Staff['LoginStart'];
export type LoginUrl = Staff['LoginUrl'];
