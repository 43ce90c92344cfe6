import type { Policy } from '../shapes';
import type { PolicyApi } from './api';

let kept: Policy | undefined;

/** Keeps a draft that was just deleted, for the list to offer it back. */
export function keepDeleted(policy: Policy): void {
  kept = policy;
}

/** The draft that was just deleted; only once. */
export function takeDeleted(): Policy | undefined {
  const policy = kept;
  kept = undefined;
  return policy;
}

/** A draft with the same rules once more, under a new number. */
export async function bringBack(policies: PolicyApi, { based_on: basedOn = 0, note, rules }: Policy): Promise<number> {
  const { value, version: etag } = await policies.create(basedOn, note);
  await policies.change(value.version, { note, rules }, etag);
  return value.version;
}
