import { describe, expect, test } from 'vitest';
import { asAnswers, breaks } from './compatible.mjs';

/** A small API in the form of the real one. */
function api() {
  return {
    openapi: '3.1.1',
    info: { title: 'A', version: '1.0.0' },
    security: [{ token: [] as string[] }],
    paths: {
      '/referrals': {
        get: {
          operationId: 'referral_list',
          parameters: [{ name: 'limit', in: 'query', required: false, schema: { type: 'integer' } }] as object[],
          responses: { 200: answer('Referrals'), 422: { description: 'Unprocessable Entity' } } as Record<
            string,
            object
          >,
        },
        post: {
          operationId: 'referral_create',
          requestBody: { required: true, content: { 'application/json': { schema: ref('ReferralCreate') } } },
          responses: { 201: answer('Referral') } as Record<string, object>,
        },
      },
    } as Record<string, Record<string, object>>,
    components: {
      schemas: {
        ReferralCreate: {
          type: 'object',
          required: ['language'],
          properties: {
            language: { type: 'string', enum: ['nb', 'nn', 'se', 'en'] },
            county: { type: 'string' },
          } as Record<string, object>,
        },
        Referral: {
          type: 'object',
          required: ['id', 'state'],
          properties: { id: { type: 'string' }, state: { type: 'string', enum: ['issued', 'expired'] } } as Record<
            string,
            object
          >,
        },
        Referrals: {
          type: 'object',
          required: ['items'],
          properties: { items: { type: 'array', items: ref('Referral') } },
        },
      },
    },
  };
}

function ref(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}

function answer(name: string) {
  return { description: 'Done.', content: { 'application/json': { schema: ref(name) } } };
}

type Api = ReturnType<typeof api>;
const after = (change: (next: Api) => void): string[] => {
  const next = api();
  change(next);
  return breaks(api(), next);
};

describe('what partners can bear', () => {
  const changes: Record<string, (next: Api) => void> = {
    'nothing changes': () => undefined,
    'an operation is added': (next) => {
      next.paths['/slots'] = { get: { responses: { 200: answer('Referrals') } } };
    },
    'an optional parameter is added': (next) => {
      const list = next.paths['/referrals']?.['get'] as { parameters: object[] };
      list.parameters.push({ name: 'state', in: 'query', required: false, schema: { type: 'string' } });
    },
    'an optional field of a request is added': (next) => {
      next.components.schemas.ReferralCreate.properties['topic'] = { type: 'string' };
    },
    'a request takes another word': (next) => {
      next.components.schemas.ReferralCreate.properties['language'] = {
        type: 'string',
        enum: ['nb', 'nn', 'se', 'en', 'uk'],
      };
    },
    'a field of an answer is added': (next) => {
      next.components.schemas.Referral.properties['topic'] = { type: 'string' };
    },
    'an answer has another word': (next) => {
      next.components.schemas.Referral.properties['state'] = {
        type: 'string',
        enum: ['issued', 'expired', 'withdrawn'],
      };
    },
  };
  test.each(Object.entries(changes))('%s', (_, change) => {
    expect(after(change)).toEqual([]);
  });
});

describe('what breaks their programs', () => {
  const changes: Record<string, (next: Api) => void> = {
    'an operation is removed': (next) => {
      delete next.paths['/referrals']?.['post'];
    },
    'a path is renamed': (next) => {
      next.paths = { '/pointers': next.paths['/referrals'] ?? {} };
    },
    'a parameter is removed': (next) => {
      const list = next.paths['/referrals']?.['get'] as { parameters: object[] };
      list.parameters = [];
    },
    'a parameter becomes mandatory': (next) => {
      const list = next.paths['/referrals']?.['get'] as { parameters: { required: boolean }[] };
      for (const parameter of list.parameters) parameter.required = true;
    },
    'a field of a request becomes mandatory': (next) => {
      next.components.schemas.ReferralCreate.required.push('county');
    },
    'a request takes a word no more': (next) => {
      next.components.schemas.ReferralCreate.properties['language'] = { type: 'string', enum: ['nb', 'nn', 'en'] };
    },
    'a field of a request is removed': (next) => {
      delete next.components.schemas.ReferralCreate.properties['county'];
    },
    'a field of an answer is removed': (next) => {
      delete next.components.schemas.Referral.properties['state'];
      next.components.schemas.Referral.required = ['id'];
    },
    'a field of an answer may be missing': (next) => {
      next.components.schemas.Referral.required = ['id'];
    },
    'a field of an answer changes its type': (next) => {
      next.components.schemas.Referral.properties['id'] = { type: 'integer' };
    },
    'the status of a refusal is removed': (next) => {
      const list = next.paths['/referrals']?.['get'] as { responses: Record<string, object> };
      delete list.responses['422'];
    },
  };
  test.each(Object.entries(changes))('%s', (_, change) => {
    expect(after(change).length).toBeGreaterThan(0);
  });
});

test('a webhook that loses a fact breaks, one that is new does not', () => {
  const kind = (title: string, ...facts: string[]) => ({
    title,
    type: 'object',
    required: facts,
    properties: Object.fromEntries(facts.map((fact) => [fact, { type: 'string' }])),
  });
  const before = asAnswers({ oneOf: [kind('a', 'id', 'state')] });
  expect(breaks(before, asAnswers({ oneOf: [kind('a', 'id', 'state'), kind('b', 'id')] }))).toEqual([]);
  expect(breaks(before, asAnswers({ oneOf: [kind('a', 'id')] })).length).toBeGreaterThan(0);
  expect(breaks(before, asAnswers({ oneOf: [] })).length).toBeGreaterThan(0);
});
