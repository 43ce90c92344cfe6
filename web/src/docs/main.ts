import swaggerUi, { type Operations } from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import { audienceIn, fits, type Audience } from './audiences';
import { webhooksDocument, type WebhookSchemas } from './webhooks';

/** The filter looks at everything an operation says, not only at its tag and path. */
const wholeSearch = () => ({ fn: { opsFilter: filtered } });

/** A document of webhooks has no operations, and need not say so. */
const withoutOperations = () => ({ wrapComponents: { operations: () => () => null } });

function filtered(groups: Operations, asked: string): Operations {
  return groups
    .map((group) =>
      group.update('operations', (operations) => operations.filter((entry) => fits(listed(entry), asked))),
    )
    .filter((group) => group.get('operations').size > 0);
}

function listed(entry: { getIn(path: readonly string[]): unknown }) {
  const text = (...path: readonly string[]): string => {
    const found = entry.getIn(path);
    return typeof found === 'string' ? found : '';
  };
  return {
    id: text('operation', 'operationId'),
    method: text('method'),
    path: text('path'),
    summary: text('operation', 'summary'),
    description: text('operation', 'description'),
  };
}

function nameParts(): void {
  document.querySelector('#servers')?.setAttribute('aria-label', 'Server');
  const filter = document.querySelector<HTMLInputElement>('.operation-filter-input');
  if (filter === null) return;
  filter.setAttribute('aria-label', 'Search operations');
  filter.placeholder = 'Search operations';
}

/** What is drawn: a document by its address, or one made here. */
async function source(audience: Audience): Promise<Readonly<Record<string, unknown>>> {
  const url = `/api/v1/openapi/${audience}.json`;
  if (audience !== 'webhooks') return { url, filter: true, plugins: [wholeSearch] };
  const answer = await fetch(url);
  const spec = webhooksDocument((await answer.json()) as WebhookSchemas);
  return { spec, filter: false, plugins: [withoutOperations] };
}

async function draw(): Promise<void> {
  const audience = audienceIn(location.search);
  document.querySelector(`.bar a[href="?audience=${audience}"]`)?.setAttribute('aria-current', 'page');
  swaggerUi({
    ...(await source(audience)),
    dom_id: '#documentation',
    deepLinking: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    onComplete: nameParts,
  });
}

draw().catch(() => {
  const place = document.querySelector('#documentation');
  if (place !== null) place.textContent = 'The reference could not be loaded. Reload the page to try again.';
});
