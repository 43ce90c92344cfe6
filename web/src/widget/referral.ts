import type { Problem, Referral } from '../api/shapes';

/** What the chat needs of a referral, with the code that goes along with the start. */
export type Referred = Pick<Referral, 'county' | 'language' | 'topic'> & { code: string };

/**
 * What became of the code: a conversation began with it, the service does not take it, or the conversation is forgotten
 * here and its key with it.
 */
export type CodeOutcome = 'forgotten' | 'refused' | 'used';

/** Tells the page around the chat what became of the code it gave. */
const REFERRAL_EVENT = 'veiviser-referral';

export function tellCode(chat: EventTarget, outcome: CodeOutcome): void {
  chat.dispatchEvent(new CustomEvent<CodeOutcome>(REFERRAL_EVENT, { detail: outcome }));
}

/** Calls the listener with what became of the code of a chat. */
export function hearCode(chat: EventTarget, listener: (outcome: CodeOutcome) => void): void {
  chat.addEventListener(REFERRAL_EVENT, (event) => {
    if (event instanceof CustomEvent) listener(event.detail as CodeOutcome);
  });
}

/** Whether a start was refused because of the code. */
export function refusesCode(problem: Problem | undefined): boolean {
  return problem?.errors?.some(({ field }) => field === 'referral_code') ?? false;
}
