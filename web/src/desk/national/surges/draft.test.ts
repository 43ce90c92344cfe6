import { expect, test } from 'vitest';
import { changeOf, draftOf, faultsOf, NO_LINK } from './draft';

const link = { url: 'https://utdanning.no/soknad', texts: { nb: 'Slik søker du', nn: '', se: '', en: '' } };
const draft = { ...draftOf(undefined), reason: 'Søknadsfrist' };

test('a reason is all that is needed', () => {
  expect([...faultsOf(draftOf(undefined))]).toEqual(['reason']);
  expect([...faultsOf(draft)]).toEqual([]);
  expect(changeOf(draft)).toEqual({ reason: 'Søknadsfrist', self_help: [] });
});

test('links need a secure address and a text in bokmål', () => {
  const wrong = { ...draft, links: [link, { ...link, url: 'http://utdanning.no' }, NO_LINK] };
  expect([...faultsOf(wrong)]).toEqual(['link.1', 'link.2']);
  expect([...faultsOf({ ...draft, session: { ...NO_LINK, url: 'https://a.no' } })]).toEqual(['session']);
});

test('minutes are sent as seconds, and what is empty is left out', () => {
  const sent = changeOf({ ...draft, cap: '40', choicesAfter: '10', links: [link], session: link });
  expect(sent).toMatchObject({ queue_cap: 40, choices_after_s: 600 });
  expect(sent.group_session).toEqual({ url: link.url, texts: { nb: 'Slik søker du' } });
  expect([...faultsOf({ ...draft, cap: '0', choicesAfter: 'ti' })]).toEqual(['cap', 'choices']);
});
