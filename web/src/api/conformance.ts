import type { components } from './public';
import type { components as StaffComponents } from './staff';
import type * as ours from './types';

type Generated = components['schemas'];
type GeneratedStaff = StaffComponents['schemas'];

/** The keys that only one of two types has. */
type Differing<A, B> = Exclude<keyof A, keyof B> | Exclude<keyof B, keyof A>;

/**
 * The hand-written types narrow the generated ones (words instead of strings). This does not compile when one of
 * them has a field that the OpenAPI documents do not have, or lacks one that they have.
 */
interface Drift {
  ServiceStatus: Differing<ours.ServiceStatus, Generated['ServiceStatus']>;
  WaitEstimate: Differing<ours.WaitEstimate, Generated['EstimatedWait']>;
  CentreCard: Differing<ours.CentreCard, Generated['CentreCard']>;
  CentreHours: Differing<ours.CentreHours, Generated['OpeningInterval']>;
  NewConversation: Differing<ours.NewConversation, Generated['ConversationStart']>;
  StartedConversation: Differing<ours.StartedConversation, Generated['StartedConversation']>;
  Conversation: Differing<ours.Conversation, Generated['Conversation']>;
  ConversationPage: Differing<ours.ConversationPage, Generated['ConversationMessages']>;
  Message: Differing<ours.Message, Generated['Message']>;
  Place: Differing<ours.Place, Generated['Place']>;
  PostedMessage: Differing<ours.PostedMessage, Generated['PostedBody']>;
  Me: Differing<ours.Me, GeneratedStaff['Me']>;
  StaffCard: Differing<ours.StaffCard, GeneratedStaff['MyStaff']>;
  Presence: Differing<ours.Presence, GeneratedStaff['Presence']>;
  Queue: Differing<ours.Queue, GeneratedStaff['Queue']>;
  Offer: Differing<ours.Offer, GeneratedStaff['Offer']>;
  Contact: Differing<ours.Contact, GeneratedStaff['Contact']>;
  DeskSnapshot: Differing<ours.DeskSnapshot, GeneratedStaff['Desk']>;
  Phrase: Differing<ours.Phrase, GeneratedStaff['Phrase']>;
  Colleague: Differing<ours.Colleague, GeneratedStaff['Colleague']>;
}

type NoDrift = Drift[keyof Drift] extends never ? true : Drift;
export const noDrift: NoDrift = true;
