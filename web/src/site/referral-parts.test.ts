// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import type { Referral } from '../api/shapes';
import { codeForm, known, type ReferralText, type SharingFault, sharing, summary } from './referral-parts';

const t: ReferralText = (key) => key;
const referral: Referral = {
  partner: 'Nav Bergen',
  language: 'nb',
  topic: 'work',
  expires_at: '2027-01-22T09:00:00Z',
  shared: false,
};

beforeEach(() => {
  document.body.replaceChildren();
});

/** The element of a tag, perhaps with an id or a role. */
function find<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, which = ''): HTMLElementTagNameMap[Tag] {
  const found = document.querySelector(`${tag}${which}`);
  if (found === null) throw new Error(`no ${tag}${which}`);
  return found as HTMLElementTagNameMap[Tag];
}

async function settled(): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
}

test('what is no code is said at the field, and no longer once it is one', () => {
  document.body.append(codeForm(t, (typed) => typed === 'code'));
  const input = find('input');
  const submit = (typed: string): void => {
    input.value = typed;
    find('form').requestSubmit();
  };
  submit('no');
  expect(input.getAttribute('aria-invalid')).toBe('true');
  expect(document.activeElement).toBe(input);
  expect(find('p', '#code-fault').textContent).toBe('site.referral.form_invalid');
  submit('code');
  expect(input.getAttribute('aria-invalid')).toBe('false');
  expect(find('p', '#code-fault').hidden).toBe(true);
});

test('only what is known is told', () => {
  document.body.append(summary(referral, t));
  const terms = Array.from(document.querySelectorAll('dt'), (term) => term.textContent);
  expect(terms).toEqual(['site.referral.topic', 'site.referral.language', 'site.referral.expires']);
});

test('what the partner is told is said without a switch', () => {
  document.body.append(known('Nav Bergen', t));
  expect(document.querySelectorAll('li')).toHaveLength(3);
  expect(document.querySelector('input')).toBeNull();
});

test('the switch shows what the service answered last', async () => {
  const change = vi.fn<(share: boolean) => Promise<SharingFault | undefined>>();
  document.body.append(sharing(referral, t, change));
  const input = find('input');
  change.mockResolvedValueOnce(undefined);
  input.click();
  await settled();
  expect([input.checked, find('p', '[role=status]').textContent]).toEqual([true, 'site.referral.share_on']);
  change.mockResolvedValueOnce('site.referral.failed');
  input.click();
  await settled();
  expect([input.checked, find('p', '[role=status]').textContent]).toEqual([true, 'site.referral.failed']);
  expect(change.mock.calls).toEqual([[true], [false]]);
});
