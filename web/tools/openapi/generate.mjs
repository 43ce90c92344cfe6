import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const ROOT = new URL('../../../', import.meta.url);

/** Each document, with the file that holds its types. */
const TARGETS = {
  public: 'web/src/api/public.d.ts',
  staff: 'web/src/api/staff.d.ts',
  partner: 'web/packages/client/src/partner.ts',
  webhooks: 'web/packages/client/src/webhooks.ts',
};

for (const [name, target] of Object.entries(TARGETS)) {
  const document = new URL(`openapi/${name}.json`, ROOT);
  if (!existsSync(document)) {
    console.error(`openapi/${name}.json does not exist; its types stay as they are`);
    continue;
  }
  const types = astToString(await openapiTS(described(name, JSON.parse(readFileSync(document, 'utf8')))));
  const file = new URL(target, ROOT);
  writeFileSync(file, `// @generated from openapi/${name}.json by \`npm run generate\`.\n${types}`);
  console.log(fileURLToPath(file).replace(fileURLToPath(ROOT), ''));
}

/**
 * Webhooks are described by a schema alone.
 * @param {string} name
 * @param {Record<string, unknown>} document
 * @returns {Record<string, unknown>}
 */
function described(name, document) {
  if (name !== 'webhooks') return document;
  const { $schema: _, $id: __, ...WebhookEvent } = document;
  return {
    openapi: '3.1.1',
    info: { title: 'Webhooks', version: '1' },
    paths: {},
    components: { schemas: { WebhookEvent } },
  };
}
