import type {
  CentreCard,
  CentreExceptions,
  CentreNames,
  ChosenPresence,
  Colleagues,
  Contact,
  DeskSnapshot,
  EndSession,
  Identities,
  IdentityLink,
  Login,
  LoginProviders,
  LoginStart,
  LoginUrl,
  Me,
  MessagePage,
  NewMessage,
  Offer,
  PasskeyChallenge,
  PendingLogin,
  Phrases,
  PostedMessage,
  Presence,
  PresenceChange,
  Queue,
  SecondFactor,
  ServiceStatus,
  ShownNotices,
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

  /** Logs in, or answers what the second step can be done by. */
  async login(email: string, password: string): Promise<Me | PendingLogin> {
    const body = { email, password } satisfies Login;
    const answer = await this.client.request<Me | PendingLogin>('POST', '/auth/login', body);
    return 'methods' in answer ? answer : this.#remember(answer);
  }

  /** The second step, by a code of the authenticator app or a recovery code. */
  async secondFactor(step: SecondFactor): Promise<Me> {
    return this.#remember(await this.client.request<Me>('POST', '/auth/second-factor', step));
  }

  /** What a passkey is to sign: in the second step that `token` names, or alone. */
  passkeyChallenge(token?: string): Promise<PasskeyChallenge> {
    return this.client.request('POST', '/auth/passkey/options', token === undefined ? {} : { token });
  }

  async passkeyLogin(token: string, credential: unknown): Promise<Me> {
    return this.#remember(await this.client.request<Me>('POST', '/auth/passkey', { token, credential }));
  }

  async me(): Promise<Me> {
    return this.#remember(await this.client.request<Me>('GET', '/me'));
  }

  /** Works at another of one's centres from now on. */
  async chooseWorkplace(centreId: string): Promise<Me> {
    return this.#remember(await this.client.request<Me>('PUT', '/me/workplace', { centre_id: centreId }));
  }

  /** Logs out; tells where to log out of the provider that the person logged in by. */
  async logout(): Promise<string | undefined> {
    const elsewhere = await this.client.request<EndSession | undefined>('POST', '/auth/logout');
    this.client.csrfToken = undefined;
    return elsewhere?.url;
  }

  loginProviders(): Promise<LoginProviders> {
    return this.client.request('GET', '/auth/oidc/providers');
  }

  /** Tells where at the provider to log in. */
  async beginLogin(provider: string): Promise<string> {
    const body = { provider } satisfies LoginStart;
    return (await this.client.request<LoginUrl>('POST', '/auth/oidc/start', body)).url;
  }

  identities(): Promise<Identities> {
    return this.client.request('GET', '/me/identities');
  }

  /** Tells where at the provider to log in for linking the identity there. */
  async linkIdentity(provider: string): Promise<string> {
    const body = { provider } satisfies IdentityLink;
    return (await this.client.request<LoginUrl>('POST', '/me/identities', body)).url;
  }

  unlinkIdentity(id: string): Promise<void> {
    return this.client.request('DELETE', `/me/identities/${encodeURIComponent(id)}`);
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

  /** What staff should know just now. */
  notices(): Promise<ShownNotices> {
    return this.client.request('GET', '/me/notices');
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
