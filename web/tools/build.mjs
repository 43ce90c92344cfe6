import { build } from 'vite';
import { LANGUAGES, faults, readCatalogue } from './catalogues.mjs';

const found = faults(Object.fromEntries(LANGUAGES.map((language) => [language, readCatalogue(language)])));
if (found.length > 0) throw new Error(`messages/ is not complete:\n${found.join('\n')}`);

await build({ configFile: 'vite.config.ts' });
await build({ configFile: 'vite.widget.config.ts' });
