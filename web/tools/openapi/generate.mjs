import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const ROOT = new URL('../../../', import.meta.url);

for (const audience of ['public', 'staff']) {
  const document = new URL(`openapi/${audience}.json`, ROOT);
  if (!existsSync(document)) {
    console.error(`openapi/${audience}.json does not exist; its types stay as they are`);
    continue;
  }
  const types = astToString(await openapiTS(JSON.parse(readFileSync(document, 'utf8'))));
  const target = new URL(`web/src/api/${audience}.d.ts`, ROOT);
  writeFileSync(target, `// @generated from openapi/${audience}.json by \`npm run generate\`.\n${types}`);
  console.log(fileURLToPath(target).replace(fileURLToPath(ROOT), ''));
}
