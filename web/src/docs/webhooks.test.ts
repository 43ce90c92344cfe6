import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { webhooksDocument, type WebhookSchemas } from './webhooks';

test('every kind of webhook is in the reference with its schema', () => {
  const text = readFileSync(new URL('../../../openapi/webhooks.json', import.meta.url), 'utf8');
  const schemas = JSON.parse(text) as WebhookSchemas;
  const { webhooks } = webhooksDocument(schemas);
  expect(Object.keys(webhooks)).toEqual(schemas.oneOf.map((schema) => schema.title));
  expect(webhooks['referral.shared']).toMatchObject({
    post: { requestBody: { content: { 'application/json': { schema: { title: 'referral.shared' } } } } },
  });
});
