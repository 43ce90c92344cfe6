import swaggerUi from 'swagger-ui-dist/swagger-ui-es-bundle.js';

const AUDIENCES = ['public', 'staff'] as const;

const asked = new URLSearchParams(location.search).get('audience');
const audience = AUDIENCES.find((candidate) => candidate === asked) ?? 'public';
document.querySelector(`.bar a[href="?audience=${audience}"]`)?.setAttribute('aria-current', 'page');

swaggerUi({
  url: `/api/v1/openapi/${audience}.json`,
  dom_id: '#documentation',
  deepLinking: true,
  filter: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  onComplete: () => document.querySelector('#servers')?.setAttribute('aria-label', 'Server'),
});
