import { LANGUAGES, faults, readCatalogue } from './catalogues.mjs';

const found = faults(Object.fromEntries(LANGUAGES.map((language) => [language, readCatalogue(language)])));
for (const fault of found) console.error(fault);
if (found.length > 0) {
  console.error(`${found.length} faults in messages/`);
  process.exit(1);
}
