import type { components } from '../../../api/staff';
import type { ApiClient, Versioned } from '../../api/client';

type Staff = components['schemas'];

export type OwnLogin = Staff['OwnLogin'];
export type OwnPasskey = Staff['OwnPasskey'];
export type OwnSession = Staff['OwnSession'];
export type TotpEnrolment = Staff['TotpEnrolment'];
export type PasskeyChallenge = Staff['PasskeyChallenge'];
export type LoginRule = Staff['LoginRule'];

/** The calls by which people change how they log in, one method each. */
export class AccountApi {
  readonly #client: ApiClient;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  factors(): Promise<OwnLogin> {
    return this.#client.request('GET', '/me/factors');
  }

  beginTotp(): Promise<TotpEnrolment> {
    return this.#client.request('POST', '/me/totp');
  }

  confirmTotp(code: string): Promise<string[]> {
    return this.#codes('/me/totp/confirm', { code });
  }

  removeTotp(password: string): Promise<void> {
    return this.#client.request('POST', '/me/totp/remove', { password });
  }

  renewCodes(password: string): Promise<string[]> {
    return this.#codes('/me/recovery-codes', { password });
  }

  beginPasskey(): Promise<PasskeyChallenge> {
    return this.#client.request('POST', '/me/passkeys/options');
  }

  addPasskey(token: string, name: string, credential: unknown): Promise<string[]> {
    return this.#codes('/me/passkeys', { token, name, credential });
  }

  deletePasskey(id: string): Promise<void> {
    return this.#client.request('DELETE', `/me/passkeys/${encodeURIComponent(id)}`);
  }

  async sessions(): Promise<OwnSession[]> {
    return (await this.#client.request<Staff['OwnSessions']>('GET', '/me/sessions')).items;
  }

  endSession(id: string): Promise<void> {
    return this.#client.request('DELETE', `/me/sessions/${encodeURIComponent(id)}`);
  }

  endOtherSessions(): Promise<Staff['EndedSessions']> {
    return this.#client.request('POST', '/me/sessions/end-others');
  }

  changePassword(password: string, newPassword: string): Promise<void> {
    return this.#client.request('PUT', '/me/password', { password, new_password: newPassword });
  }

  async #codes(path: string, body: unknown): Promise<string[]> {
    return (await this.#client.request<Staff['RecoveryCodes']>('POST', path, body)).recovery_codes;
  }
}

/** How the people of a centre log in; without a centre, those of the national layer. */
export class LoginRuleApi {
  readonly #client: ApiClient;
  readonly #path: string;

  constructor(client: ApiClient, centreId: string | undefined) {
    this.#client = client;
    this.#path = centreId === undefined ? '/national/login' : `/centres/${encodeURIComponent(centreId)}/login`;
  }

  rule(): Promise<Versioned<LoginRule>> {
    return this.#client.versioned('GET', this.#path);
  }

  change(rule: LoginRule, version: string): Promise<Versioned<LoginRule>> {
    return this.#client.versioned('PUT', this.#path, rule, version);
  }
}
