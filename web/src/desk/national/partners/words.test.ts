import { describe, expect, test } from 'vitest';
import { createI18n } from '../../app/i18n';
import { QUOTAS, SCOPES } from './shapes';
import { choicesOf, exampleCentre, fieldName, fieldText, operationText, scopeText } from './words';

const nb = createI18n('nb');
const OSLO = { id: 'ctr_1', name: 'Oslo', active: true };
const BODO = { id: 'ctr_2', name: 'Bodø', active: false };
const ASKER = { id: 'ctr_3', name: 'Asker', active: true };
const CENTRES = [OSLO, BODO, ASKER];

describe('the words about partners', () => {
  test('every scope and every quota has a text of its own', () => {
    for (const scope of SCOPES) expect(scopeText(nb, scope)).not.toBe(scope);
    for (const quota of QUOTAS) expect(fieldText(nb, 'quota', quota, [])).toContain('i minuttet');
  });

  test('what two changed is told in words', () => {
    expect(fieldName(nb, 'quota')).toBe('Kvote');
    expect(fieldText(nb, 'centres', 'all', CENTRES)).toBe('Alle sentre, også nye');
    expect(fieldText(nb, 'centres', ['ctr_2', 'ctr_9'], CENTRES)).toBe('Bodø, ctr_9');
    expect(fieldText(nb, 'scopes', [], CENTRES)).toBe('Ingenting');
    expect(fieldText(nb, 'name', 'Nav', CENTRES)).toBe('Nav');
  });

  test('an operation nobody has words for is told by its name', () => {
    expect(operationText(nb, 'availability_get')).toBe('Spør om det er åpent');
    expect(operationText(nb, 'something_new')).toBe('something_new');
  });

  test('an archived centre can be taken away, not chosen anew', () => {
    expect(choicesOf(CENTRES, ['ctr_2'])).toEqual([ASKER, BODO, OSLO]);
    expect(choicesOf(CENTRES, [])).toEqual([ASKER, OSLO]);
  });

  test('an example asks about a centre the partner may ask about', () => {
    expect(exampleCentre(undefined, CENTRES)).toBe('ctr_1');
    expect(exampleCentre(['ctr_2', 'ctr_3'], CENTRES)).toBe('ctr_3');
    expect(exampleCentre(['ctr_2'], CENTRES)).toBeUndefined();
  });
});
