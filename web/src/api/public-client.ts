import type { Language } from '../i18n/catalogue';
import { ApiProblem, NETWORK_PROBLEM, readProblem } from './problem';
import type {
  CentreCard,
  CentreCards,
  Conversation,
  ConversationPage,
  County,
  NewConversation,
  NewMessage,
  PostedMessage,
  Referral,
  ReferralCode,
  ReferralSharing,
  ResumeCode,
  ServiceStatus,
  StartedConversation,
} from './shapes';

export const SUBPROTOCOL = 'veiviser.v1';

/** What a class begins with. */
export interface ClassSuggestion {
  county?: County;
  topic?: string;
}

/** Names one conversation and opens it. */
export interface Credentials {
  id: string;
  token: string;
}

interface Call {
  method?: 'GET' | 'POST' | 'DELETE';
  body?: unknown;
  token?: string;
  /** The same key and body get the same answer. */
  key?: string;
  signal?: AbortSignal;
}

/** The public calls of the service. Sends no cookies and no referrer. */
export class PublicClient {
  readonly #base: URL;
  readonly #language: () => Language;

  /** @param home where the service lives, such as `https://service.example/` */
  constructor(home: URL, language: () => Language) {
    this.#base = new URL('api/v1/', home);
    this.#language = language;
  }

  status(county?: County): Promise<ServiceStatus> {
    const query = new URLSearchParams({ channel: 'chat', language: this.#language() });
    if (county !== undefined) query.set('county', county);
    return this.#json(`service/status?${query.toString()}`);
  }

  /** All career centres, page after page. */
  async centres(): Promise<CentreCard[]> {
    const centres: CentreCard[] = [];
    let after: string | undefined;
    do {
      const query = new URLSearchParams({ limit: '100', ...(after === undefined ? {} : { after }) });
      const page: CentreCards = await this.#json(`service/centres?${query.toString()}`);
      centres.push(...page.items);
      after = page.next;
    } while (after !== undefined);
    return centres;
  }

  /** One career centre. */
  centre(id: string): Promise<CentreCard> {
    return this.#json(`service/centres/${encodeURIComponent(id)}`);
  }

  start(conversation: NewConversation, key?: string): Promise<StartedConversation> {
    const call: Call = { method: 'POST', body: conversation };
    return this.#json('conversations', key === undefined ? call : { ...call, key });
  }

  /** What a code leads to. The code is in the body: addresses end up in logs. */
  referral(code: string): Promise<Referral> {
    return this.#json('referral-codes/look-up', { method: 'POST', body: { code } satisfies ReferralCode });
  }

  /** Lets the partner know that somebody came, or not any more. The key is of a start by the code. */
  share(deed: 'share' | 'unshare', code: string, key: string): Promise<Referral> {
    return this.#json(`referral-codes/${deed}`, { method: 'POST', body: { code, key } satisfies ReferralSharing });
  }

  /** What the class whose code it is begins with; nothing for a code that is unknown or over. */
  classSuggestion(code: string): Promise<ClassSuggestion> {
    return this.#json('class-codes/look-up', { method: 'POST', body: { code } });
  }

  resume(code: string): Promise<StartedConversation> {
    return this.#json('conversations/resume', { method: 'POST', body: { resume_code: code } satisfies ResumeCode });
  }

  /** Messages after a sequence number; with `wait` seconds the answer is held back until there is something. */
  messages({ id, token }: Credentials, after: number, wait: number, signal: AbortSignal): Promise<ConversationPage> {
    return this.#json(`conversations/${id}/messages?after=${after}&wait=${wait}&limit=200`, { token, signal });
  }

  post({ id, token }: Credentials, clientId: string, body: string): Promise<PostedMessage> {
    const message: NewMessage = { client_id: clientId, body };
    return this.#json(`conversations/${id}/messages`, { method: 'POST', token, body: message });
  }

  close({ id, token }: Credentials): Promise<Conversation> {
    return this.#json(`conversations/${id}/close`, { method: 'POST', token, body: {} });
  }

  async erase({ id, token }: Credentials): Promise<void> {
    await this.#send(`conversations/${id}`, { method: 'DELETE', token });
  }

  async transcript({ id, token }: Credentials): Promise<Blob> {
    return (await this.#send(`conversations/${id}/transcript`, { token })).blob();
  }

  stream({ id }: Credentials): WebSocket {
    const url = new URL(`conversations/${id}/stream`, this.#base);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    return new WebSocket(url, SUBPROTOCOL);
  }

  async #json<Body>(path: string, call: Call = {}): Promise<Body> {
    return (await (await this.#send(path, call)).json()) as Body;
  }

  async #send(path: string, { method = 'GET', body, token, key, signal }: Call): Promise<Response> {
    const headers: Record<string, string> = { 'Accept-Language': this.#language() };
    if (token !== undefined) headers['Authorization'] = `Bearer ${token}`;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (key !== undefined) headers['Idempotency-Key'] = key;
    const options: RequestInit = {
      method,
      headers,
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
    };
    if (body !== undefined) options.body = JSON.stringify(body);
    if (signal !== undefined) options.signal = signal;
    let response: Response;
    try {
      response = await fetch(new URL(path, this.#base), options);
    } catch (cause) {
      throw new ApiProblem({ ...NETWORK_PROBLEM, title: String(cause) });
    }
    if (!response.ok) throw new ApiProblem(await readProblem(response));
    return response;
  }
}
