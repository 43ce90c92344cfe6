import type {
  CentreCard,
  CentreExceptions,
  CentreNames,
  ChosenPresence,
  Colleagues,
  Contact,
  DeskSnapshot,
  Login,
  Me,
  MessagePage,
  NewMessage,
  Offer,
  Phrases,
  PostedMessage,
  Presence,
  PresenceChange,
  Queue,
  ServiceStatus,
  StaffMembers,
  TransferTarget,
  WrapUp,
  WrapUpCode,
  WrapUpCodes,
} from '../../api/shapes';
import type { ApiClient } from './client';

/** The staff calls the desk uses, one method each. */
export class StaffApi {
  readonly client: ApiClient;

  constructor(client: ApiClient) {
    this.client = client;
  }

  async login(email: string, password: string): Promise<Me> {
    return this.#remember(await this.client.request<Me>('POST', '/auth/login', { email, password } satisfies Login));
  }

  async me(): Promise<Me> {
    return this.#remember(await this.client.request<Me>('GET', '/me'));
  }

  async logout(): Promise<void> {
    await this.client.request('POST', '/auth/logout');
    this.client.csrfToken = undefined;
  }

  setPresence(state: ChosenPresence): Promise<Presence> {
    return this.client.request('PUT', '/me/presence', { state } satisfies PresenceChange);
  }

  desk(): Promise<DeskSnapshot> {
    return this.client.request('GET', '/desk');
  }

  accept(offer: Offer): Promise<Contact> {
    return this.client.request('POST', `/offers/${encodeURIComponent(offer.id)}/accept`, {});
  }

  decline(offer: Offer): Promise<void> {
    return this.client.request('POST', `/offers/${encodeURIComponent(offer.id)}/decline`, {});
  }

  messages(contactId: string, after: number): Promise<MessagePage> {
    return this.client.request('GET', `${contactPath(contactId)}/messages?after=${after}&limit=200`);
  }

  postMessage(contactId: string, clientId: string, body: string): Promise<PostedMessage> {
    return this.client.request('POST', `${contactPath(contactId)}/messages`, {
      client_id: clientId,
      body,
    } satisfies NewMessage);
  }

  transfer(contactId: string, target: TransferTarget): Promise<Contact> {
    return this.client.request('POST', `${contactPath(contactId)}/transfer`, target);
  }

  close(contactId: string): Promise<Contact> {
    return this.client.request('POST', `${contactPath(contactId)}/close`, {});
  }

  wrapUp(contactId: string, code: WrapUpCode): Promise<Contact> {
    return this.client.request('POST', `${contactPath(contactId)}/wrap-up`, { code } satisfies WrapUp);
  }

  wrapUpCodes(): Promise<WrapUpCodes> {
    return this.client.request('GET', '/wrap-up-codes');
  }

  phrases(language: string): Promise<Phrases> {
    return this.client.request('GET', `/phrases?language=${language}`);
  }

  colleagues(): Promise<Colleagues> {
    return this.client.request('GET', '/colleagues');
  }

  centres(): Promise<CentreNames> {
    return this.client.request('GET', '/centres');
  }

  centreStaff(id: string): Promise<StaffMembers> {
    return this.client.request('GET', `/centres/${encodeURIComponent(id)}/staff`);
  }

  queue(): Promise<Queue> {
    return this.client.request('GET', '/queue');
  }

  centreExceptions(id: string): Promise<CentreExceptions> {
    return this.client.request('GET', `/centres/${encodeURIComponent(id)}/exceptions`);
  }

  serviceStatus(): Promise<ServiceStatus> {
    return this.client.request('GET', '/service/status?channel=chat');
  }

  publicCentre(id: string): Promise<CentreCard> {
    return this.client.request('GET', `/service/centres/${encodeURIComponent(id)}`);
  }

  #remember(me: Me): Me {
    this.client.csrfToken = me.csrf_token;
    return me;
  }
}

function contactPath(id: string): string {
  return `/contacts/${encodeURIComponent(id)}`;
}
