// Writes docs/keys.md from the bindings table (`npm run docs:keys`); a test fails when the two differ.
import { writeFileSync } from 'node:fs';
import { BINDINGS } from '../src/session/bindings.ts';
import { keysMarkdown } from '../src/session/help-text.ts';

writeFileSync(new URL('keys.md', import.meta.url), keysMarkdown(BINDINGS));
